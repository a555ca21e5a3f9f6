using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Tests.Acceptance;

/// <summary>One row of the acceptance table: what the upstream sends, and what a browser must make of it.</summary>
internal sealed record TableRow(string Name, byte[] Body)
{
    public TableRow(string name, string body)
        : this(name, Encoding.UTF8.GetBytes(body))
    {
    }

    public string? ContentType { get; init; } = "text/html; charset=utf-8";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The body in its content coding, where it has one.</summary>
    public byte[]? Coded { get; init; }

    /// <summary>Bytes of one write; 0 for all at once.</summary>
    public int Piece { get; init; }

    /// <summary>Why it isn't injected; null where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>What the page's title is, which shows that its encoding has survived.</summary>
    public string? Title { get; init; }

    /// <summary>JavaScript that is true in the page, after it has loaded.</summary>
    public string? Holds { get; init; }

    /// <summary>Whether bytes other than ours change: only the policy of a meta tag may.</summary>
    public bool RewritesMeta { get; init; }

    public async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = ContentType;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        var body = Coded ?? Body;
        for (var at = 0; at < body.Length; at += Piece == 0 ? body.Length : Piece)
        {
            await response.Body.WriteAsync(body.AsMemory(at, Math.Min(Piece == 0 ? body.Length : Piece, body.Length - at)));
            await response.Body.FlushAsync();
        }
    }
}
