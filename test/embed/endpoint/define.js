/** What an element's script does, as far as the loader can see it. */
export const define = (tag) => {
  const element = class extends HTMLElement {
    connectedCallback() {
      this.dataset.defined = '';
    }
  };
  customElements.define(tag, element);
};
