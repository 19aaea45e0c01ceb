#!/usr/bin/env bash
# A real Elasticsearch of our own on a free loopback port, for one command: elasticsearch.sh run CMD…
# The server is Elastic's distribution for integration tests, fetched with Maven from whatever registry it is set up for.
# Where java, mvn or the server cannot be had, it says SKIPPED and ends well.
set -euo pipefail
[ "${1:-}" = run ] || { echo "usage: $0 run CMD…" >&2; exit 2; }
shift
version=${ES_VERSION:-8.19.16}
store=${ES_STORE:-/var/tmp/offene-region-elasticsearch}
home=$store/target/elasticsearch-$version
skip() { echo "=== SKIPPED Elasticsearch: $1" >&2; exit 0; }

command -v java >/dev/null 2>&1 || skip "no java here"
major=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -1)
[ "${major:-0}" -ge 17 ] || skip "java ${major:-?} is too old, 17 is needed"
if [ ! -x "$home/bin/elasticsearch" ]; then
  command -v mvn >/dev/null 2>&1 || skip "no mvn here to fetch the server"
  mkdir -p "$store"
  cat >"$store/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>de.offene-region</groupId><artifactId>elasticsearch-for-tests</artifactId><version>1</version>
  <packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.6.1</version>
    <executions><execution>
      <id>unpack</id><phase>package</phase><goals><goal>unpack</goal></goals>
      <configuration><artifactItems><artifactItem>
        <groupId>org.elasticsearch.distribution.integ-test-zip</groupId><artifactId>elasticsearch</artifactId>
        <version>$version</version><type>zip</type><outputDirectory>\${project.build.directory}</outputDirectory>
      </artifactItem></artifactItems></configuration>
    </execution></executions>
  </plugin></plugins></build>
</project>
POM
  timeout 600 mvn -q -B -f "$store/pom.xml" package >"$store/mvn.log" 2>&1 ||
    skip "the server could not be fetched: $(tail -1 "$store/mvn.log")"
  chmod +x "$home"/bin/*
fi

work=$(mktemp -d /tmp/portal-elasticsearch.XXXXXX)
free() { "${PYTHON_BIN:-python3}" -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free) transport=$(free)
as=()
if [ "$(id -u)" = 0 ]; then # Elasticsearch refuses to run as root
  id elastic >/dev/null 2>&1 || useradd --system --no-create-home elastic
  chown -R elastic "$work"
  chmod -R a+rX "$store"
  as=(runuser -u elastic --)
fi
pid=
stop() {
  if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap stop EXIT
mkdir "$work/config" && cp -r "$home/config/." "$work/config/"
[ ${#as[@]} = 0 ] || chown -R elastic "$work"
java_home=${ES_JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
"${as[@]}" env ES_JAVA_HOME="$java_home" ES_JAVA_OPTS="-Xms1g -Xmx1g" ES_PATH_CONF="$work/config" \
  "$home/bin/elasticsearch" -Epath.data="$work/data" -Epath.logs="$work/logs" -Ediscovery.type=single-node \
  -Enetwork.host=127.0.0.1 -Ehttp.port="$port" -Etransport.port="$transport" -Ecluster.name=portal-test \
  -Expack.security.enabled=false -Enode.store.allow_mmap=false \
  -Ecluster.routing.allocation.disk.threshold_enabled=false >"$work/start.log" 2>&1 &
pid=$!
ready=
for _ in $(seq 120); do
  if curl -fs "http://127.0.0.1:$port/_cluster/health?wait_for_status=yellow&timeout=5s" >/dev/null 2>&1; then ready=1; break; fi
  kill -0 "$pid" 2>/dev/null || break
  sleep 1
done
[ -n "$ready" ] || { tail -5 "$work/start.log" >&2; skip "the server did not start"; }
export ELASTICSEARCH_URL="http://127.0.0.1:$port"
"$@"
