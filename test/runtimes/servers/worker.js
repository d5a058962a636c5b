import { createProxy } from 'fae-widgets/proxy';

export default createProxy();
