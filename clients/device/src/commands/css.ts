import type { CommandTools } from "./commandTools.ts";
import type { Command } from "./dispatch.ts";
import { createImageSwaps } from "./images.ts";
import type { FreshOf, Swap } from "./images.ts";

type Root = Document | ShadowRoot;

/** A file that takes longer has failed. */
const LOAD_WITHIN = 5000;

/** What rules can't be put in one by one with, and fonts, which would load twice. */
const NOT_PUT = /@(?:charset|import|namespace|font-face)/i;

/** A value that CSSOM could not put back into words: a shorthand's by a variable, in part set again. */
const UNSAID = /: *;/;

/** Swaps style sheets and images in place. The new one is loaded before the old one goes: nothing flashes. */
export function cssCommand({ platform: { win, doc, now, frame, setTimeout }, shown, failure }: CommandTools): Command {
  const names = new Map<string, string>(); // of this command's files: path to what is there now
  let near = false;
  let stamp = "";
  let said: string | undefined; // what the one sheet of this command says now
  const newest = new WeakMap<HTMLLinkElement, HTMLLinkElement>(); // of what is to take a link's place

  /** An address that no cache knows. The page's own query stays; only where the name is another it was that one's. */
  const freshOf: FreshOf = (address, base) => {
    if (!address) return undefined;
    try {
      const url = new URL(address, base);
      const path = decodeURI(url.pathname);
      const now = url.origin === win.location.origin && names.get(path);
      if (!now && !(near && names.has(nameOf(path)))) return undefined;
      if (now && now !== path) url.href = new URL(now, url).href;
      url.searchParams.set("bridge", stamp);
      url.hash = "";
      return url.href;
    } catch {
      return undefined; // no address
    }
  };
  const loaded = (target: HTMLElement) =>
    new Promise<void>((resolve, reject) => {
      target.onload = () => resolve();
      target.onerror = () => reject(new Error(`Could not load ${(target as HTMLLinkElement).href || (target as HTMLImageElement).src}`));
    });
  const images = createImageSwaps(freshOf, (address) => {
    const image = new win.Image();
    image.src = address;
    return loaded(image);
  });

  /**
   * Shows at once what the sheet will be, by its rules, since a link's text can't be replaced. They go with the link when the new one has loaded:
   * that is what counts, and what is there where this is more than the browser can do.
   */
  const put = (sheet: CSSStyleSheet | null, text: string) => {
    try {
      const parsed = new win.CSSStyleSheet({ baseURL: sheet!.href! });
      parsed.replaceSync(text);
      const rules = [...parsed.cssRules].map((rule) => rule.cssText);
      if (UNSAID.test(rules.join(""))) return;
      const { length } = sheet!.cssRules;
      rules.forEach((rule, i) => sheet!.insertRule(rule, length + i));
      for (let i = 0; i < length; i++) sheet!.deleteRule(0);
    } catch {
      // Of another origin, or with a rule that this browser doesn't put in.
    }
  };

  const swapLink = (link: HTMLLinkElement, href: string): Swap => async () => {
    const fresh = link.cloneNode() as HTMLLinkElement;
    fresh.removeAttribute("integrity");
    fresh.href = href;
    const done = loaded(fresh);
    newest.set(link, fresh);
    link.after(fresh);
    if (said !== undefined) put(link.sheet, said);
    await done.catch((error) => {
      fresh.remove();
      throw error;
    });
    if (newest.get(link) !== fresh) return fresh.remove(); // it took so long that a later save overtook it
    if (link.sheet?.disabled) fresh.sheet!.disabled = true; // an alternative that isn't chosen, or the page's own switch
    link.remove();
  };

  /** A sheet that is switched off isn't loaded before it is switched on. */
  const swapDisabled = (element: Element): Swap[] => {
    const link = element as HTMLLinkElement;
    const fresh = element.localName === "link" && link.disabled && freshOf(link.href, doc.baseURI);
    return fresh ? [async () => void (link.href = fresh)] : [];
  };

  const swapImport = (sheet: CSSStyleSheet, rule: CSSImportRule, href: string): Swap => async () => {
    const indexOf = () => [...sheet.cssRules].indexOf(rule);
    sheet.insertRule(rule.cssText.replace(/url\(("|').*?\1\)/, `url("${href}")`), indexOf() + 1);
    const fresh = sheet.cssRules[indexOf() + 1] as CSSImportRule;
    for (const start = now(); !isLoaded(fresh); await new Promise<void>(frame)) {
      if (now() - start > LOAD_WITHIN) {
        sheet.deleteRule(indexOf() + 1);
        throw new Error(`Could not load ${href}`);
      }
    }
    sheet.deleteRule(indexOf());
  };

  const inRules = (sheet: CSSStyleSheet | CSSGroupingRule, base: string, owner: CSSStyleSheet): Swap[] => {
    let rules: CSSRule[];
    try {
      rules = [...sheet.cssRules];
    } catch {
      return []; // of another origin
    }
    return rules.flatMap((rule) => {
      const { styleSheet, href } = rule as CSSImportRule;
      const fresh = href && freshOf(href, base);
      if (fresh) return [swapImport(owner, rule as CSSImportRule, fresh)];
      if (styleSheet) return inRules(styleSheet, styleSheet.href ?? base, styleSheet);
      return [
        ...((rule as CSSStyleRule).style ? images.inStyle((rule as CSSStyleRule).style, base) : []),
        ...((rule as CSSGroupingRule).cssRules ? inRules(rule as CSSGroupingRule, base, owner) : []),
      ];
    });
  };

  /** Right away: what else there is to swap is found while the server answers. */
  const begun = (swap: Swap): Swap => {
    const done = swap();
    done.catch(() => {}); // told to who waits for it
    return () => done;
  };

  const inRoot = (root: Root): Swap[] => [
    ...[...root.styleSheets, ...(root.adoptedStyleSheets ?? [])].flatMap((sheet) => {
      const link = sheet.ownerNode as HTMLLinkElement | null;
      const fresh = sheet.href && freshOf(sheet.href, doc.baseURI);
      return fresh && link ? [begun(swapLink(link, fresh))] : inRules(sheet, sheet.href ?? doc.baseURI, sheet);
    }),
    ...[...root.querySelectorAll<HTMLElement>("*")].flatMap((element) => [
      ...images.inElement(element, doc.baseURI),
      ...swapDisabled(element),
      ...(element.hasAttribute("style") ? images.inStyle(element.style, doc.baseURI) : []),
      ...(element.shadowRoot ? inRoot(element.shadowRoot) : []),
    ]),
  ];

  const swapAll: Command = async ({ files, renamed, near: isNear, build, text }) => {
    const path = (file: string) => decodeURI(new URL(file, win.location.origin).pathname);
    names.clear();
    near = !!isNear;
    stamp = Date.now().toString(36);
    // Elsewhere a server may make something else of the file.
    said = shown.build && typeof text === "string" && !NOT_PUT.test(text) ? text : undefined;
    for (const file of files) {
      names.set(path(file), path(file));
      if (near) names.set(nameOf(path(file)), "");
    }
    for (const before of Object.keys(renamed ?? {})) names.set(path(before), path(renamed[before]));
    const swaps = inRoot(doc);
    if (!swaps.length) return failure("NotFound", `This page uses none of ${files}`);
    await Promise.all(swaps.map((swap) => swap()));
    if (build && shown.build) shown.build = build;
    return { ok: true, result: `{"applied":${swaps.length}}` };
  };

  // One after the other: each swaps what the one before put there. One that hangs holds the next no longer than a file may take.
  let last: Promise<unknown> = Promise.resolve();
  return (args) => {
    const turn = Promise.race([last, new Promise<void>((done) => setTimeout(done, LOAD_WITHIN))]).then(() => swapAll(args));
    last = turn.catch(() => {}); // told to who sent it
    return turn;
  };
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function isLoaded(rule: CSSImportRule): boolean {
  try {
    return !!rule.styleSheet && rule.styleSheet.cssRules.length >= 0;
  } catch {
    return false;
  }
}
