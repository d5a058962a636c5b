import { bindingAssets, createProxy } from 'fae-widgets/proxy';

export default createProxy({ assets: bindingAssets((env) => env.ASSETS) });
