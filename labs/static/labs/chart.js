/* Choosing a chart in a page's form: the button opens the dialogue that makes one. */
(function () {
  const { telepath, Chooser } = window;
  const Base = telepath && telepath.constructors['wagtail.admin.widgets.Chooser'];
  if (!Base || !Chooser) return;

  class ChartChooser extends Chooser {
    openChooserModal() {
      window.ModalWorkflow({
        url: this.opts.modalUrl,
        urlParams: this.state ? { aus: this.state.id } : {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: (made) => this.setStateFromModalData(made) },
      });
    }
  }

  class ChartChooserFactory extends Base {
    widgetClass = ChartChooser;
  }

  window.PortalChartChooser = ChartChooser;
  telepath.register('portal.ChartChooser', ChartChooserFactory);
})();
