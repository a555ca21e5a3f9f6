using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Injector.Proxy;

/// <summary>Where at the upstream a request goes: the path as the browser wrote it, encoding and dots included, and nothing else of its target.</summary>
internal static class UpstreamTarget
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>False for a target without a path, such as <c>*</c>.</summary>
    public static bool TryCreate(Uri upstream, HttpContext context, [NotNullWhen(true)] out Uri? target)
    {
        target = null;
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (path.Length == 0 || path[0] != '/')
        {
            // The absolute form: its host was checked as the Host is; only the path counts.
            var authority = path.IndexOf("://", StringComparison.Ordinal);
            var slash = authority < 0 ? -1 : path.IndexOf('/', authority + 3);
            if (slash < 0)
            {
                return false;
            }

            path = path[slash..];
        }

        var fragment = path.IndexOf('#');
        path = fragment < 0 ? path : path[..fragment];
        return Uri.TryCreate(upstream.GetLeftPart(UriPartial.Authority) + path, AsWritten, out target);
    }
}
