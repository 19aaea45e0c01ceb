// Every method of @portaljs/ckan against a portal: portaljs.mjs URL FACTS
import { CKAN } from "@portaljs/ckan";

const [url, facts] = [process.argv[2], JSON.parse(process.argv[3])];
const ckan = new CKAN(url);
const calls = {
  getDatasetsList: [],
  getDatasetsListWithDetails: [{ offset: 0, limit: 5 }],
  packageSearch: [{ query: "clientdaten", offset: 0, limit: 5, resFormat: [], orgs: [], groups: [], tags: [] }],
  getDatasetDetails: [facts.dataset],
  getDatasetActivityStream: [facts.dataset],
  getGroupList: [],
  getGroupsWithDetails: [],
  getGroupDetails: [facts.group],
  getOrgList: [],
  getOrgsWithDetails: [true],
  getOrgDetails: [facts.organization],
  getAllTags: [],
  getResourcesWithAliasList: [],
  datastoreSearch: [facts.resource],
  getResourceMetadata: [facts.resource],
  getResourceInfo: [facts.resource],
  getFacetFields: ["tags"],
};
const failed = {};
for (const [name, sent] of Object.entries(calls)) {
  try {
    const answer = await ckan[name](...sent);
    if (answer === undefined || answer === null) failed[name] = "nothing";
  } catch (error) {
    failed[name] = String(error).slice(0, 300);
  }
}
console.log(JSON.stringify({ asked: Object.keys(calls).length, failed }));
