// What runs in the widget's frame: it tells the page, by message, what comes of the check.
const { id, sitekey, theme } = Object.fromEntries(new URLSearchParams(location.search));
const tell = (message) => parent.postMessage({ id, ...message }, '*');
const complete = () => tell({ event: 'complete', token: 'XXXX.DUMMY.TOKEN.XXXX' });

document.documentElement.dataset.theme = theme;
document.querySelector('input').addEventListener('change', complete);

if (sitekey.startsWith('3x')) tell({ event: 'interactiveBegin' });
else if (sitekey.startsWith('2x')) tell({ event: 'fail', code: '300030' });
else if (sitekey.startsWith('domain')) tell({ event: 'fail', code: '110200' });
else if (sitekey.startsWith('browser')) tell({ event: 'unsupported' });
else if (!sitekey.startsWith('silent')) complete();
