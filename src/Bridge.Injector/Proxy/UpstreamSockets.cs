using System.Globalization;

namespace Bridge.Injector.Proxy;

/// <summary>
/// A few lines of script for pages of a proxied server: a WebSocket that a page opens to the server's own port, as clients of hot modules
/// do whose server compiles its port into them, goes to where the page came from instead. On a phone it could go nowhere else.
/// </summary>
public static class UpstreamSockets
{
    /// <summary>The script, to stand before all others of a page on the proxy's origin; elsewhere it does nothing.</summary>
    /// <param name="upstream">The proxied server.</param>
    public static string Script(Uri upstream)
    {
        string[] names = upstream.IsLoopback ? [upstream.Host, "localhost", "127.0.0.1", "[::1]", "0.0.0.0"] : [upstream.Host];
        var quoted = names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => $"\"{name.ToLowerInvariant()}\"");
        return Text.Replace("NAMES", string.Join(',', quoted), StringComparison.Ordinal)
            .Replace("PORT", upstream.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    // A Proxy keeps all else of WebSocket as it is: its constants, its prototype, classes that extend it.
    private const string Text = """
        (function () {
          var here = document.currentScript;
          if (!here || here.src.indexOf(location.origin + "/") || typeof WebSocket != "function") return;
          WebSocket = new Proxy(WebSocket, {
            construct: function (native, given, made) {
              try {
                var url = new URL(given[0], location.href), names = [location.hostname, NAMES];
                var port = url.port || (/s:$/.test(url.protocol) ? "443" : "80");
                if (port == "PORT" && names.indexOf(url.hostname) >= 0)
                  given[0] = location.origin.replace("http", "ws") + url.pathname + url.search;
              } catch (fault) {}
              return Reflect.construct(native, given, made);
            }
          });
        })();

        """;
}
