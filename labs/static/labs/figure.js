/* Living figures in Draftail: a button, the dialogue, the number in the text. */
(function () {
  const { React, DraftJS, draftail } = window;
  if (!draftail || !React) return;

  /* Whoever has not chosen sees all tools at all times: the number is found without knowing how. */
  try {
    if (!window.localStorage.getItem('wagtail:draftail-toolbar')) {
      window.localStorage.setItem('wagtail:draftail-toolbar', 'sticky');
    }
  } catch (error) {
    /* Without storage the tools float, as before. */
  }

  class FigureSource extends React.Component {
    componentDidMount() {
      const { entity, entityType, onClose } = this.props;
      const known = entity && entity.getData().id;
      this.closed = (event) => {
        event.preventDefault();
        onClose();
      };
      window.jQuery(document.body).on('hidden.bs.modal', this.closed);
      /* The button in the tools, or the text itself. */
      const place = document.activeElement.closest('.Draftail-Editor');
      this.text = place && place.querySelector('.public-DraftEditor-content');
      this.workflow = window.ModalWorkflow({
        url: entityType.makerUrl,
        urlParams: window.portalMakerParams(known),
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: (made) => this.insert(made) },
        onError: () => onClose(),
      });
    }

    componentWillUnmount() {
      window.jQuery(document.body).off('hidden.bs.modal', this.closed);
    }

    insert(made) {
      const { editorState, entityType, onComplete } = this.props;
      const { EditorState, Modifier } = DraftJS;
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, 'IMMUTABLE', { id: made.id, label: made.title });
      const changed = Modifier.replaceText(
        content,
        editorState.getSelection(),
        made.text,
        null,
        content.getLastCreatedEntityKey(),
      );
      onComplete(EditorState.push(editorState, changed, 'insert-characters'));
      /* Writing goes on behind the number, whatever opened the dialogue. */
      if (this.text) {
        this.workflow.triggerElement.removeAttribute('disabled');
        this.workflow.triggerElement = this.text;
      }
    }

    render() {
      return null;
    }
  }

  function Figure(props) {
    const { label } = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(
      draftail.TooltipEntity,
      { ...props, icon: '#icon-table', label: label || '', url: null },
      props.children,
    );
  }

  draftail.registerPlugin({ type: 'ZAHL', source: FigureSource, decorator: Figure }, 'entityTypes');
})();
