using System.ComponentModel.DataAnnotations;

namespace Bridge.Injector.Proxy;

/// <summary>The dev server that is shown to phones.</summary>
public sealed class DevProxyOptions
{
    /// <summary>The one upstream: http or https, host and port. No request goes anywhere else, whatever it says.</summary>
    [Required]
    public Uri? Upstream { get; set; }

    /// <summary>
    /// Whether the upstream's own origin is replaced by the one the phone used: in Location, Link and Refresh, in CORS headers and policies and
    /// in the Domain of cookies; and whether its Strict-Transport-Security stays behind. Default true: a phone can't reach what <c>localhost</c> is here.
    /// </summary>
    public bool RewriteOrigin { get; set; } = true;

    /// <summary>
    /// Whether absolute links to the upstream's own origin become the phone's in the attributes of pages: href, src, srcset, action and the like.
    /// Default false: pages stay as they are, byte for byte.
    /// </summary>
    public bool RewriteLinks { get; set; }

    /// <summary>How long to wait for a connection, 100 ms to 5 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a navigation waits for the first byte before a page says that the server is slow and asks again by itself, 100 ms to
    /// 1 h. Default 60 s: a first compilation may take long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether the upstream is asked for HTTP/2 without TLS (prior knowledge). Default false; with https it is negotiated.</summary>
    public bool Http2 { get; set; }
}
