/** What stands here when the relay doesn't know this browser. */
export function SignedOut({ before }: { before: boolean }) {
  return (
    <main class="signed-out">
      <div class="signed-out-card">
        <img class="logo big" src="icon.svg" alt="" />
        <h1>Open the console from your terminal</h1>
        <p>{before ? "The relay was started anew and doesn't know this browser any more." : "This browser isn't signed in to the relay."} In the project's folder, run</p>
        <pre class="command"><code>./bridge open</code></pre>
        {before && <p>This tab then comes back by itself, with what it shows.</p>}
        <p class="quiet">It opens this page with an address that works once. Whoever has no access to that terminal has none to your devices.</p>
      </div>
    </main>
  );
}
