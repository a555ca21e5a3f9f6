/** A page can nest its groups as deep as it likes; past this they stand side by side. */
const DEEPEST = 8;

/** A guide line per open group. */
export function EntryIndent({ depth }: { depth: number }) {
  const guides = Array.from({ length: Math.min(depth, DEEPEST) }, (_, i) => <span key={i} class="indent" aria-hidden="true" />);
  return <>{guides}</>;
}
