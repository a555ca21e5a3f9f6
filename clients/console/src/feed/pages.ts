import { signal } from "@preact/signals";

/** What is known of a page: it comes with the device's status, sometimes after the page's first log entry. */
export interface PageInfo { title?: string | undefined; url?: string | undefined }

/** The pages that were seen, by page id, and which of them each device showed last. */
export class Pages {
  /** Pages remembered; a page beyond that shows without its title. */
  static readonly CAPACITY = 10_000;

  readonly #info = new Map<string, PageInfo>();
  readonly #seen = new Set<string>();
  /** Counts up when something became known of a page that is in the log already. */
  readonly revision = signal(0);

  info(page: string): PageInfo | undefined { return this.#info.get(page); }

  learn(page: string, info: PageInfo): void {
    const known = this.#info.get(page);
    if (known?.title === info.title && known?.url === info.url) return;
    if (this.#info.size < Pages.CAPACITY) this.#info.set(page, { title: info.title ?? known?.title, url: info.url ?? known?.url });
    if (this.#seen.has(page)) this.revision.value += 1;
  }

  /** Whether this is the first time. */
  arrive(page: string): boolean {
    if (this.#seen.has(page)) return false;
    if (this.#seen.size < Pages.CAPACITY) this.#seen.add(page);
    return true;
  }

  clear(): void {
    this.#info.clear();
    this.#seen.clear();
  }
}
