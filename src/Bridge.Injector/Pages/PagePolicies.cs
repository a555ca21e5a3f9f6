using Bridge.Injector.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bridge.Injector.Pages;

/// <summary>The policies of one page, in its head and in its meta tags, extended for the device script.</summary>
internal sealed class PagePolicies
{
    // What only reports is extended too: nobody wants reports about the tool.
    private static readonly string[] Names = [HeaderNames.ContentSecurityPolicy, HeaderNames.ContentSecurityPolicyReportOnly];

    private readonly CspRewriter _rewriter;
    private readonly List<(string Name, StringValues Values)> _headers = [];

    /// <summary>Reads the head's policies; changes nothing yet.</summary>
    public PagePolicies(HttpRequest request, IHeaderDictionary headers, InjectionOptions options)
    {
        var page = new Uri($"{request.Scheme}://{request.Host}");
        var socket = new UriBuilder(new Uri(page, options.SocketPath)) { Scheme = request.IsHttps ? "wss" : "ws", Port = page.IsDefaultPort ? -1 : page.Port };
        _rewriter = new CspRewriter(new PolicyNeeds(page, new Uri(page, options.ScriptPath), socket.Uri, new Uri(page, options.OwnPath)));
        foreach (var name in Names)
        {
            if (headers.TryGetValue(name, out var values))
            {
                _headers.Add((name, values.Select(value => _rewriter.RewriteHeader(value ?? "")).ToArray()));
            }
        }
    }

    /// <summary>The nonce that the script's tag needs.</summary>
    public string? Nonce => _rewriter.Nonce;

    /// <summary>What was added so far.</summary>
    public IReadOnlyList<string> Added => _rewriter.Added;

    /// <summary>Extends a meta tag's policy.</summary>
    public string RewriteMeta(string policy) => _rewriter.RewriteMeta(policy);

    /// <summary>Extends the head's policies.</summary>
    public void Apply(IHeaderDictionary headers)
    {
        foreach (var (name, values) in _headers)
        {
            headers[name] = values;
        }

        if (_rewriter.OwnNonce)
        {
            // A copy that is merely confirmed would meet another nonce than its own.
            headers.Remove(HeaderNames.ETag);
            headers.Remove(HeaderNames.LastModified);
        }
    }
}
