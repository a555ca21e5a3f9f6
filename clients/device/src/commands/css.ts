import type { CommandTools } from "./commands.ts";
import type { Command } from "./dispatch.ts";

type Root = Document | ShadowRoot;
type Swap = () => Promise<void>;

/** A file that takes longer has failed. */
const LOAD_WITHIN = 5000;

/** Swaps style sheets and images in place. The new one is loaded before the old one goes: nothing flashes. */
export function cssCommand({ platform: { win, doc, now, frame }, shown, failure }: CommandTools): Command {
  const names = new Map<string, string>(); // of this command's files: path to address that no cache knows

  const freshOf = (address: string | null | undefined, base: string) => {
    if (!address) return undefined;
    try {
      return names.get(decodeURI(new URL(address, base).pathname));
    } catch {
      return undefined; // no address
    }
  };
  const loaded = (target: HTMLElement) =>
    new Promise<void>((resolve, reject) => {
      target.onload = () => resolve();
      target.onerror = () => reject(new Error(`Could not load ${(target as HTMLLinkElement).href || (target as HTMLImageElement).src}`));
    });
  const imageLoaded = (src: string) => {
    const image = new win.Image();
    image.src = src;
    return loaded(image);
  };

  const swapLink = (link: HTMLLinkElement, href: string): Swap => async () => {
    const fresh = link.cloneNode() as HTMLLinkElement;
    fresh.removeAttribute("integrity");
    fresh.href = href;
    const done = loaded(fresh);
    link.after(fresh);
    await done.catch((error) => {
      fresh.remove();
      throw error;
    });
    link.remove();
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

  const swapImage = (image: HTMLImageElement, src: string): Swap => async () => {
    await imageLoaded(src);
    image.removeAttribute("srcset");
    image.src = src;
  };

  const swapBackground = (style: CSSStyleDeclaration, base: string): Swap[] =>
    [...style].flatMap((property) => {
      const value = style.getPropertyValue(property);
      const address = /url\(["']?(.*?)["']?\)/.exec(value)?.[1];
      const fresh = freshOf(address, base);
      return !fresh ? [] : [async () => {
        await imageLoaded(fresh);
        style.setProperty(property, value.replace(address!, fresh), style.getPropertyPriority(property));
      }];
    });

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
        ...((rule as CSSStyleRule).style ? swapBackground((rule as CSSStyleRule).style, base) : []),
        ...((rule as CSSGroupingRule).cssRules ? inRules(rule as CSSGroupingRule, base, owner) : []),
      ];
    });
  };

  const inRoot = (root: Root): Swap[] => [
    ...[...root.styleSheets].flatMap((sheet) => {
      const link = sheet.ownerNode as HTMLLinkElement | null;
      const fresh = sheet.href && freshOf(sheet.href, doc.baseURI);
      return fresh && link ? [swapLink(link, fresh)] : inRules(sheet, sheet.href ?? doc.baseURI, sheet);
    }),
    ...[...root.querySelectorAll<HTMLElement>("*")].flatMap((element) => {
      const fresh = element.localName === "img" && freshOf((element as HTMLImageElement).currentSrc, doc.baseURI);
      return [
        ...(fresh ? [swapImage(element as HTMLImageElement, fresh)] : []),
        ...(element.hasAttribute("style") ? swapBackground(element.style, doc.baseURI) : []),
        ...(element.shadowRoot ? inRoot(element.shadowRoot) : []),
      ];
    }),
  ];

  return async ({ files, build }) => {
    names.clear();
    for (const file of files) {
      const url = new URL(file, win.location.origin);
      url.searchParams.set("bridge", Date.now().toString(36));
      names.set(decodeURI(url.pathname), url.href);
    }
    const swaps = inRoot(doc);
    if (!swaps.length) return failure("NotFound", `This page uses none of ${files}`);
    await Promise.all(swaps.map((swap) => swap()));
    if (build && shown.build) shown.build = build;
    return { ok: true, result: `{"applied":${swaps.length}}` };
  };
}

function isLoaded(rule: CSSImportRule): boolean {
  try {
    return !!rule.styleSheet && rule.styleSheet.cssRules.length >= 0;
  } catch {
    return false;
  }
}
