/** What one page of the mini-app needs first, as the build has written it into the document. */
interface FirstNeeds {
  path: string;
  files: string[];
  call?: string;
}

const NEEDS = /<meta name="first-needs" content="([^"]*)">/;

/**
 * Names in the document what its page will ask for, so that it comes with the frame's own code instead of after it:
 * on a slow line that is a way or two less. What the page asks the server is asked only for somebody signed in, and
 * under an address that nothing but this very visit uses (liff/data/http.ts, askEarly).
 */
export function nameFirstFiles(html: string, url: URL, signedIn: boolean): string {
  return html.replace(NEEDS, (_, content: string) => {
    // Where LINE still has to say which page is meant, this address is not it.
    if (url.searchParams.has('liff.state')) return '';
    const all = JSON.parse(content.replaceAll('&quot;', '"')) as FirstNeeds[];
    for (const { path, files, call } of all) {
      const id = idIn(path, url.pathname);
      if (id === null) continue;
      const links = files.map((file) =>
        file.endsWith('.css')
          ? `<link rel="preload" as="style" href="${file}">`
          : `<link rel="modulepreload" crossorigin fetchpriority="low" href="${file}">`,
      );
      if (call && signedIn)
        links.push(`<link rel="preload" as="fetch" crossorigin href="${call.replace(/:\w+/, id)}?early">`);
      return links.join('');
    }
    return '';
  });
}

/** What stands at the one place that a pattern leaves open ('' where it leaves none); null where it doesn't match. */
function idIn(pattern: string, path: string): string | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  let id = '';
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) id = value;
    else if (part !== value) return null;
  }
  // It goes into an attribute: whatever is no plain identifier isn't one of ours.
  return /^[\w-]*$/.test(id) ? id : null;
}
