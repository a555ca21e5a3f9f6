using System.CommandLine;
using Bridge.Cli.Running;
using Bridge.Server.Relay;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge proxy URL</c>.</summary>
internal sealed class ProxyCommand : BridgeCommand
{
    private readonly Argument<string> _upstream = new("url") { Description = "The dev server, as in http://localhost:5173." };
    private readonly Option<bool> _rewriteLinks = new("--rewrite-links") { Description = "Make absolute links of pages to the dev server's own address work on phones; else pages stay as they are." };
    private readonly Option<bool> _http2 = new("--http2") { Description = "Speak HTTP/2 to a dev server without TLS. With https it is negotiated." };
    private readonly RelayFlags _flags;

    public ProxyCommand(Surroundings surroundings)
        : base("proxy", "Shows a running dev server to phones, with the bridge in every page.", surroundings)
    {
        Arguments.Add(_upstream);
        _upstream.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Parse(token.Value) is null)
            {
                result.AddError($"'{token.Value}' is not the address of a server. Give it without a path, as in http://localhost:5173.");
            }
        });
        Options.Add(_rewriteLinks);
        Options.Add(_http2);
        _flags = new RelayFlags(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge proxy http://localhost:5173", "a Vite dev server, on phones"),
        new("bridge proxy localhost:8080 --rewrite-links", "a server whose pages link to http://localhost:8080/…"),
    ];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var site = new SiteOptions
        {
            Upstream = Parse(arguments.GetValue(_upstream)!),
            RewriteLinks = arguments.GetValue(_rewriteLinks),
            Http2 = arguments.GetValue(_http2),
        };
        var options = _flags.Read(arguments, site, Surroundings.Environment);
        return new RelaySession(Surroundings, options, _flags.Json(arguments)).RunAsync(_flags.Open(arguments), cancellation);
    }

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var url) &&
        url.Scheme is "http" or "https" && url.Host.Length > 0 && url.PathAndQuery == "/"
            ? url
            : null;
}
