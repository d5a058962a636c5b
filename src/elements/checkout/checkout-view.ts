import { html, nothing, type TemplateResult } from 'lit';
import type { Product } from '../../client/index.ts';
import { formatMoney } from '../../ui/money.ts';
import { safeUrl } from '../../ui/url.ts';

interface CheckoutView {
  /** Absent while it loads: the same card stands there, empty. */
  readonly product: Product | undefined;
  /** What stands in place of the product that could not be loaded. */
  readonly failure: TemplateResult | undefined;
  readonly locale: string | undefined;
  /** What the button says. */
  readonly label: string;
  readonly busy: boolean;
  readonly soldOut: boolean;
  /** The line below the button, and what sort of news it is. */
  readonly message: string | undefined;
  readonly kind: string | undefined;
  readonly start: () => void;
}

/** Gone for good: another product's pictures come as new elements. */
const leave = ({ target }: Event): void => {
  if (target instanceof Element) target.remove();
};

/** A strip that snaps from picture to picture; the keyboard scrolls it where there are several. */
const imagesView = ({ images = [], name }: Partial<Product>): TemplateResult => {
  const urls = images.map((image) => safeUrl(image, 'media')).filter(Boolean);
  return html`
    <div class="images" part="images" tabindex=${urls.length > 1 ? 0 : nothing}>
      ${urls.map((url) => html`<img part="image" alt=${name ?? ''} src=${url} @error=${leave} />`)}
    </div>
    <svg part="placeholder" viewBox="0 0 48 48" aria-hidden="true">
      <path d="M12 17h24l3 24H9zM17 21v-6a7 7 0 0 1 14 0v6" />
    </svg>
  `;
};

const bodyView = (view: CheckoutView): TemplateResult => {
  const { name, description, amount, currency }: Partial<Product> = view.product ?? {};
  // Never really disabled: the focus would be lost in the middle of the purchase.
  return html`
    <p class="name" part="name" id="name"><bdi>${name}</bdi></p>
    <p class="description" part="description"><bdi>${description}</bdi></p>
    <p class="price" part="price" id="price">${formatMoney(amount, currency, view.locale)}</p>
    <button
      class="button"
      part="button"
      type="button"
      data-kind=${view.soldOut ? 'none' : 'primary'}
      aria-describedby="name price"
      aria-busy=${view.busy}
      aria-disabled=${view.busy || view.soldOut}
      @click=${view.start}
    >
      ${view.label}
    </button>
    <p class="message" part="message" role="status" data-kind=${view.kind}>${view.message}</p>
    <slot name="footer"></slot>
  `;
};

export const checkoutView = (view: CheckoutView): TemplateResult => {
  const { product = {}, failure } = view;
  const loading = !view.product && !failure;
  return html`
    <div
      class="card ${loading ? 'skeleton' : ''}"
      part="card"
      role="group"
      aria-labelledby="name"
      ?inert=${loading}
    >
      <div class="media" part="media"><slot name="media">${imagesView(product)}</slot></div>
      <div class="body" part="body">${failure ?? bodyView(view)}</div>
    </div>
  `;
};
