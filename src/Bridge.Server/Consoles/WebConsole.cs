using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Consoles;

/// <summary>Serves the web console's files, which hold no data, under a policy that lets a device's data do nothing but be text.</summary>
internal static class WebConsole
{
    public static IApplicationBuilder UseBridgeWebConsole(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers[HeaderNames.ContentSecurityPolicy] = Policy(context.Request.Host);
            headers[HeaderNames.XContentTypeOptions] = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return next(context);
        });

        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot", "console");
        if (!Directory.Exists(folder))
        {
            return app;
        }

        var files = new PhysicalFileProvider(folder);
        return app
            .UseDefaultFiles(new DefaultFilesOptions { FileProvider = files })
            .UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = file => file.Context.Response.Headers[HeaderNames.CacheControl] = "no-cache" });
    }

    /// <summary>With the socket named: there are browsers whose 'self' leaves sockets out. The host has been checked before.</summary>
    private static string Policy(HostString host) =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
}
