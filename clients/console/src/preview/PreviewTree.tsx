import type { Preview } from "@bridge/protocol";
import { Icon } from "../app/Icon.tsx";
import { children, isOpenable } from "./children.ts";
import { PreviewInline } from "./PreviewInline.tsx";
import { StackView } from "./StackView.tsx";

interface Props {
  preview: Preview;
  /** Where this value stands in its row: names what is open across scrolling. */
  path: string;
  open: ReadonlySet<string>;
  onToggle: (path: string) => void;
}

/** A value's parts, a line each; those that have parts themselves open on a click. */
export function PreviewTree({ preview, path, open, onToggle }: Props) {
  const { list, more } = children(preview);
  return (
    <ul class="tree">
      {list.map(({ key, arrow, value }, i) => {
        const here = `${path}.${i}`;
        const openable = isOpenable(value);
        const isOpen = openable && open.has(here);
        const line = <>{key !== "" && <><span class="t-key">{key}</span><span class="t-faint">{arrow ? " => " : ": "}</span></>}<PreviewInline preview={value} /></>;
        return (
          <li key={here}>
            {openable
              ? <button type="button" class="tree-line" aria-expanded={isOpen} onClick={event => { event.stopPropagation(); onToggle(here); }}><Icon name="caret" />{line}</button>
              : <span class="tree-line">{line}</span>}
            {isOpen && <PreviewTree preview={value} path={here} open={open} onToggle={onToggle} />}
          </li>
        );
      })}
      {more > 0 && <li class="tree-more">{more.toLocaleString("en")} more on the device</li>}
      {preview.stack && <li><StackView stack={preview.stack} /></li>}
      {preview.type === "string" && <li><pre class="tree-text">{String(preview.value ?? "")}</pre></li>}
    </ul>
  );
}
