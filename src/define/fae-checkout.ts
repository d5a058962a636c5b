import { FaeCheckoutElement } from '../elements/checkout/checkout-element.ts';
import { define } from './define.ts';

export type * from '../elements/checkout/checkout.events.ts';

define('fae-checkout', FaeCheckoutElement);

declare global {
  interface HTMLElementTagNameMap {
    'fae-checkout': FaeCheckoutElement;
  }
}
