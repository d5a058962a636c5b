// The demo page's own behaviour: copy a snippet, choose the colour scheme. The widgets need none of
// it; they come from the script tag in the page's head.

const announce = (text: string): void => {
  const status = document.getElementById('copied');
  if (status) status.textContent = text;
};

const addCopyButton = (snippet: Element): void => {
  const code = snippet.querySelector('code');
  if (!code) return;
  const label = snippet.getAttribute('data-label') ?? '';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy the snippet: ${label}`);
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(code.textContent).then(
      () => {
        button.textContent = 'Copied';
        announce(`Copied: ${label}`);
      },
      () => {
        // No permission: the text is selected for Ctrl-C.
        getSelection()?.selectAllChildren(code);
        announce('Press Ctrl-C to copy');
      },
    );
  });
  button.addEventListener('blur', () => {
    button.textContent = 'Copy';
  });
  snippet.append(button);
};

const schemeKey = 'fae-demo-scheme';

const startScheme = (): void => {
  const choice = document.querySelector<HTMLFieldSetElement>('.scheme');
  if (!choice) return;
  const apply = (scheme: string): void => {
    document.documentElement.style.colorScheme = scheme;
  };
  const kept = localStorage.getItem(schemeKey);
  const input = kept && choice.querySelector<HTMLInputElement>(`input[value="${kept}"]`);
  if (input) {
    input.checked = true;
    apply(kept);
  }
  choice.addEventListener('change', (event) => {
    const { value } = event.target as HTMLInputElement;
    localStorage.setItem(schemeKey, value);
    apply(value);
  });
  choice.hidden = false;
};

for (const snippet of document.querySelectorAll('.snippet')) addCopyButton(snippet);
startScheme();
