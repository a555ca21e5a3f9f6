using Bridge.Injector.Proxy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bridge.Injector.Tests.Proxy;

/// <summary>Kestrel as the relay sets it.</summary>
internal static class TestKestrel
{
    public static void UseKestrelForTests(this IWebHostBuilder host, bool http2 = false) => host.ConfigureKestrel(kestrel =>
    {
        kestrel.ForProxy();
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
    });
}
