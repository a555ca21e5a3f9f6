/** Does a swap; fails where the new file can't be loaded. */
export type Swap = () => Promise<void>;

/** Gives a changed file's address that no cache knows; undefined for any other. */
export type FreshOf = (address: string | null | undefined, base: string) => string | undefined;

const SVG = "http://www.w3.org/2000/svg";
const URLS = /url\((["']?)(.*?)\1\)/g;

/** Swaps images: in what elements name, and in what styles do (backgrounds, borders, masks, cursors, custom properties, …). */
export function createImageSwaps(freshOf: FreshOf, load: (address: string) => Promise<void>) {
  /** Once all that is new in a text has been loaded, the text is set. */
  const swap = (text: string | null, replace: (text: string, fresh: (address: string) => string | undefined) => string, base: string, set: (text: string) => void): Swap[] => {
    const news: string[] = [];
    const replaced = replace(text ?? "", (address) => {
      const fresh = freshOf(address, base);
      if (fresh) news.push(fresh);
      return fresh;
    });
    return news.length ? [async () => {
      await Promise.all(news.map(load));
      set(replaced);
    }] : [];
  };

  return {
    inStyle: (style: CSSStyleDeclaration, base: string): Swap[] =>
      [...style].flatMap((property) =>
        swap(
          style.getPropertyValue(property),
          (value, fresh) => value.replace(URLS, (all, _, address) => (fresh(address) ? `url("${fresh(address)}")` : all)),
          base,
          (value) => style.setProperty(property, value, style.getPropertyPriority(property)),
        )),

    inElement(element: Element, base: string): Swap[] {
      const whole = (name: string) =>
        swap(element.getAttribute(name), (value, fresh) => (fresh(value) ?? value) + (/#.*/.exec(value)?.[0] ?? ""), base, (value) => element.setAttribute(name, value));
      const isIcon = element.localName === "link" && /icon/i.test(element.getAttribute("rel") ?? "");
      return [
        ...whole("src"),
        ...whole("poster"),
        ...(isIcon || element.namespaceURI === SVG ? [...whole("href"), ...whole("xlink:href")] : []),
        // Candidates are separated by commas, which an address may have inside.
        ...swap(element.getAttribute("srcset"), (value, fresh) => value.replace(/[^\s,]\S*[^\s,]/g, (piece) => fresh(piece) ?? piece), base, (value) => element.setAttribute("srcset", value)),
      ];
    },
  };
}
