// Stands in for Cloudflare's api.js, as far as it can be told from outside: a widget in a frame of
// its own, in a closed shadow root, hidden with `appearance: 'interaction-only'` until the visitor
// is needed; options that are not of their type throw. Cloudflare's own site keys for tests decide
// what happens (developers.cloudflare.com/turnstile/troubleshooting/testing); others pass.
(() => {
  const frameAddress = new URL('frame.html', document.currentScript.src);
  const isAsync = document.currentScript.async;
  const widgets = new Map();

  const fail = (what) => {
    throw new TypeError(`[Cloudflare Turnstile] ${what}.`);
  };

  const checks = {
    sitekey: (it) => /^[\w-]{3,100}$/.test(it),
    action: (it) => /^[a-z\d_-]{0,32}$/i.test(it),
    theme: (it) => ['auto', 'light', 'dark'].includes(it),
    size: (it) => ['normal', 'compact', 'flexible'].includes(it),
    retry: (it) => ['auto', 'never'].includes(it),
    appearance: (it) => ['always', 'execute', 'interaction-only'].includes(it),
    language: (it) => it === 'auto' || /^[a-z]{2,3}(?:[-_][a-z]{2})?$/i.test(it),
    'response-field': (it) => typeof it === 'boolean',
  };

  const hide = ({ style }) =>
    Object.assign(style, { width: '0', height: '0', position: 'absolute', visibility: 'hidden' });

  const show = ({ style }, size) =>
    Object.assign(style, {
      ...(size === 'compact' ? { width: '150px', height: '140px' } : { height: '65px' }),
      ...(size === 'normal' && { width: '300px' }),
      ...(size === 'flexible' && { width: '100%', minWidth: '300px' }),
      position: '',
      visibility: '',
    });

  const start = (widget, id) => {
    const { options, frame } = widget;
    widget.starts += 1;
    if (options.appearance === 'interaction-only') hide(frame);
    const address = new URL(frameAddress);
    address.search = new URLSearchParams({ id, sitekey: options.sitekey, theme: options.theme });
    frame.src = address.href;
  };

  const answers = {
    interactiveBegin: ({ options, frame }) => {
      options['before-interactive-callback']?.();
      show(frame, options.size);
    },
    unsupported: ({ options }) => options['unsupported-callback']?.(),
    fail: ({ options }, { code }) => {
      if (options['error-callback']?.(code) !== true) console.warn(`Error: ${code}`);
    },
    complete: ({ options }, { token }) => options.callback?.(token),
  };

  addEventListener('message', ({ data, source }) => {
    const widget = widgets.get(data?.id);
    if (widget?.frame.contentWindow === source) answers[data.event]?.(widget, data);
  });

  const named = (id) => widgets.get(id) ?? fail(`Widget ${id} was not found`);

  window.turnstile = {
    ready: () => isAsync && fail('Remove async from the script before using turnstile.ready()'),
    render: (container, given) => {
      if (!(container instanceof HTMLElement)) fail('Invalid type for parameter "container"');
      if (container.querySelector('*')) fail('Already rendered in this container');
      const options = { theme: 'auto', size: 'normal', appearance: 'always', ...given };
      for (const [name, isGood] of Object.entries(checks)) {
        if (name in options && !isGood(options[name])) fail(`Invalid ${name} ${options[name]}`);
      }
      const id = `cf-chl-widget-${widgets.size + 1}`;
      const wrapper = document.createElement('div');
      const host = document.createElement('div');
      const frame = document.createElement('iframe');
      frame.title = 'Widget containing a Cloudflare security challenge';
      frame.style.border = 'none';
      host.attachShadow({ mode: 'closed' }).append(frame);
      wrapper.append(host);
      container.append(wrapper);
      const widget = { options, frame, wrapper, starts: 0 };
      widgets.set(id, widget);
      start(widget, id);
      return id;
    },
    reset: (id) => start(named(id), id),
    remove: (id) => {
      named(id).wrapper.remove();
      named(id).isRemoved = true;
    },
    /** For tests: every widget there has been. */
    widgets,
  };
})();
