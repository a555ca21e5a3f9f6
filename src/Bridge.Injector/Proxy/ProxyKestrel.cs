using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bridge.Injector.Proxy;

/// <summary>What a server in front of a proxy must be set to.</summary>
public static class ProxyKestrel
{
    /// <summary>
    /// Fields keep their bytes whatever their encoding; a line ends with CR LF and with nothing else, so that no two readers of a request
    /// can disagree on where it ends (RFC 9112, 2.2 and 11.2).
    /// </summary>
    public static void ForProxy(this KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.AllowSynchronousIO = false;
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", isEnabled: true);
        options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
    }
}
