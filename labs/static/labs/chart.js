/* Choosing a chart in a page's form: the button opens the dialogue that makes one. */
(function () {
  const { telepath, Chooser } = window;
  const Base = telepath && telepath.constructors['wagtail.admin.widgets.Chooser'];
  if (!Base || !Chooser) return;

  class ChartChooser extends Chooser {
    /* Who has just put the block in wants to make its chart. */
    focus() {
      const button = this.chooserElement.querySelector(
        (this.state ? '.chosen' : '.unchosen') + ' [data-chooser-action-choose]',
      );
      button.focus();
      if (!this.state) this.openChooserModal(button);
    }

    openChooserModal(button) {
      window.ModalWorkflow({
        triggerElement: button,
        url: this.opts.modalUrl,
        urlParams: window.portalMakerParams(this.state && this.state.id),
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
