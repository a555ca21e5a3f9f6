using System.Net;

namespace Bridge.Server.MqttEndpoint;

/// <summary>What an upgrade request says of its sender. Every field but the last three is the sender's word.</summary>
public sealed record UpgradeRequest
{
    /// <summary>The <c>Host</c> header as it came: host, and port where the client sent one.</summary>
    public required string Host { get; init; }

    /// <summary>The <c>Origin</c> header; null from a client that is not a browser.</summary>
    public string? Origin { get; init; }

    /// <summary>The <c>Cookie</c> header as it came. Never to be logged.</summary>
    public string? Cookie { get; init; }

    /// <summary>The <c>User-Agent</c> header.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The listener: <c>device</c> or <c>console</c>.</summary>
    public required string Listener { get; init; }

    /// <summary>Whether the connection is TLS.</summary>
    public bool Secure { get; init; }

    /// <summary>The other end of the connection.</summary>
    public EndPoint? Remote { get; init; }

    /// <summary>The value of one cookie (RFC 6265 section 5.4), the first of that name; null if it is not there.</summary>
    public string? FindCookie(string name)
    {
        foreach (var range in Cookie.AsSpan().Split(';'))
        {
            var pair = Cookie.AsSpan()[range].Trim(' ');
            var equals = pair.IndexOf('=');
            if (equals > 0 && pair[..equals].SequenceEqual(name))
            {
                return pair[(equals + 1)..].ToString();
            }
        }

        return null;
    }
}
