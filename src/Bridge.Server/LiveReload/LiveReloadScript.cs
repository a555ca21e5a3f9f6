namespace Bridge.Server.LiveReload;

/// <summary>
/// What the protocol's own port serves as <c>/livereload.js</c>, for pages whose build plug-in names it there: a desktop browser's page that the relay
/// doesn't serve. It needs no extension, and does what a page of the relay does by itself.
/// </summary>
internal static class LiveReloadScript
{
    public const string Text = """
        (function () {
          var here = document.currentScript, wait = 1000;
          if (!here || window[Symbol.for("bridge")]) return;
          var address = here.src.replace(/^http/, "ws").replace(/livereload\.js.*/, "livereload");
          function nameOf(path) { return path.split(/[?#]/)[0].split("/").pop(); }
          function swap(path) {
            var links = [].filter.call(document.querySelectorAll("link[rel~=stylesheet]"), function (link) { return !link.isNext && nameOf(link.href) == nameOf(path); });
            links.forEach(function (link) {
              if (link.next) link.next.remove();
              var next = link.next = link.cloneNode(), address = new URL(link.href);
              address.searchParams.set("livereload", Date.now());
              next.isNext = true;
              next.href = address.href;
              next.removeAttribute("integrity");
              next.onload = function () { if (link.next == next) { next.isNext = false; link.remove(); } };
              next.onerror = function () { next.remove(); };
              link.after(next);
            });
            return links.length > 0;
          }
          (function connect() {
            var socket = new WebSocket(address);
            socket.onopen = function () {
              wait = 1000;
              socket.send('{"command":"hello","protocols":["http://livereload.com/protocols/official-7"]}');
            };
            socket.onmessage = function (event) {
              var message = JSON.parse(event.data);
              if (message.command == "reload" && !(message.liveCSS && /\.css$/.test(message.path) && swap(message.path))) location.reload();
            };
            socket.onclose = function () { setTimeout(connect, wait = Math.min(wait * 2, 30000)); };
          })();
        })();

        """;
}
