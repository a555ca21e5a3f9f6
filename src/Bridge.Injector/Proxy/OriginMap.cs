using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Proxy;

/// <summary>The two names of one origin: what the phone calls it, and what the upstream calls itself.</summary>
internal sealed partial class OriginMap(Uri upstream, HttpRequest request, bool enabled)
{
    private readonly string _inside = upstream.GetLeftPart(UriPartial.Authority);

    /// <summary>The origin as the phone sees it.</summary>
    public string Outside { get; } = $"{request.Scheme}://{request.Host}";

    /// <summary>What the page's own origin is called in a request: the upstream would refuse its own pages by another name.</summary>
    public string Inward(string value) => Replace(value, Outside, _inside);

    /// <summary>What the upstream's origin is called in a response.</summary>
    public string Outward(string value) => enabled ? Replace(value, _inside, Outside) : value;

    /// <summary>
    /// What the upstream's origin is called in a page's attribute, which may hold several addresses; also where the scheme is left out,
    /// <c>//localhost:5173/x</c>.
    /// </summary>
    public string Link(string value)
    {
        var changed = Replace(value, _inside, Outside);
        return changed.Contains(upstream.Authority, StringComparison.OrdinalIgnoreCase) ? WithoutScheme().Replace(changed, SchemelessOutside) : changed;
    }

    /// <summary>A policy that holds for the phone's origin: what the upstream allows itself by name, its sockets included.</summary>
    public string Policy(string value) => enabled
        ? Replace(Replace(value, _inside, Outside), _inside.Replace("http", "ws", StringComparison.Ordinal), Outside.Replace("http", "ws", StringComparison.Ordinal))
        : value;

    /// <summary>
    /// A field that binds the upstream's host name, not what it sends: with its Strict-Transport-Security a phone would refuse the relay's
    /// http address, and a click-through on https.
    /// </summary>
    public bool IsOfTheHostAlone(string field) => enabled && field.Equals("Strict-Transport-Security", StringComparison.OrdinalIgnoreCase);

    /// <summary>A cookie that holds for the phone's name: one for the upstream's host alone loses its Domain, and becomes host-only.</summary>
    public string Cookie(string cookie) => enabled
        ? Domain().Replace(cookie, match => IsUpstreamsName(match.Groups["name"].Value) ? "" : match.Value)
        : cookie;

    // `http://localhost:5173` isn't a part of `http://localhost:51730`.
    private static string Replace(string value, string from, string to)
    {
        for (var at = value.IndexOf(from, StringComparison.OrdinalIgnoreCase); at >= 0; at = value.IndexOf(from, at + to.Length, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + from.Length;
            if (end == value.Length || value[end] is '/' or '?' or '#' or '"' or '\'' or '>' or ')' or ' ' or ',' or ';')
            {
                value = string.Concat(value.AsSpan(0, at), to, value.AsSpan(end));
            }
            else
            {
                at = end - to.Length;
            }
        }

        return value;
    }

    private string SchemelessOutside(Match match) =>
        match.Groups["host"].ValueSpan.Equals(upstream.Authority, StringComparison.OrdinalIgnoreCase) ? $"{match.Groups["before"].Value}//{request.Host}" : match.Value;

    private bool IsUpstreamsName(string domain)
    {
        var name = domain.Trim().TrimStart('.');
        return upstream.Host.Equals(name, StringComparison.OrdinalIgnoreCase) || upstream.Host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("(?<before>^|[\\s,(\"'=])//(?<host>[^/?#\\s\"'<>,;)]+)", RegexOptions.CultureInvariant)]
    private static partial Regex WithoutScheme();

    [GeneratedRegex(";\\s*domain\\s*=(?<name>[^;]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Domain();
}
