using System.Buffers;
using System.Text;
using Bridge.Injector.Html;
using Bridge.Injector.Pages;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Diagnosis;

/// <summary>Explains one page in words: what came, whether the script goes in, where, and why not.</summary>
/// <param name="Injected">Whether the script goes in.</param>
/// <param name="Lines">The explanation, for a person to read.</param>
public sealed record PageDiagnosis(bool Injected, IReadOnlyList<string> Lines)
{
    /// <summary>Bytes of a page that are looked at: a head is in the first of them.</summary>
    private const int MostBytes = 1024 * 1024;

    /// <summary>Explains a response to a navigation.</summary>
    /// <param name="response">The response, with its own content coding.</param>
    /// <param name="page">The page's address as a phone would have it: policies are extended for that origin.</param>
    /// <param name="options">How pages get the script.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The body isn't in the coding that it states.</exception>
    public static async Task<PageDiagnosis> OfAsync(HttpResponseMessage response, Uri page, InjectionOptions options, CancellationToken cancellation)
    {
        var context = Context(response, page);
        var decision = InjectionDecision.For(context.Response);
        var lines = new List<string> { $"came: {Came(response)}" };
        if (!decision.Inject)
        {
            lines.Add(decision.Reason is { } reason ? $"not injected: {reason}" : "not injected: a browser makes no page of it");
            return new PageDiagnosis(false, lines);
        }

        var policies = new PagePolicies(context.Request, context.Response.Headers, options);
        var injection = new HtmlInjection
        {
            ScriptPath = options.ScriptPath,
            Nonce = policies.Nonce,
            Encoding = decision.Encoding,
            RewritePolicy = policies.RewriteMeta,
        };
        var injector = new HtmlScriptInjector(injection);
        var body = await ReadAsync(response, decision.Coding, cancellation);
        var output = new ArrayBufferWriter<byte>(body.Length + 256);
        injector.Write(body, output);
        injector.Complete(output);
        if (injector.Outcome.Reason() is { } why)
        {
            lines.Add($"not injected: {why}");
            return new PageDiagnosis(false, lines);
        }

        lines.Add($"injected: {Place(injection.Tag, output.WrittenSpan)}");
        lines.AddRange(policies.Added.Distinct(StringComparer.Ordinal).Select(added => $"policy extended by: {added}"));
        if (policies.Nonce is not null)
        {
            lines.Add("policy: the tag carries a nonce");
        }

        return new PageDiagnosis(true, lines);
    }

    private static DefaultHttpContext Context(HttpResponseMessage response, Uri page)
    {
        var context = new DefaultHttpContext();
        (context.Request.Scheme, context.Request.Host) = (page.Scheme, new HostString(page.Authority));
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        return context;
    }

    private static string Came(HttpResponseMessage response)
    {
        var content = response.Content.Headers;
        var coding = content.ContentEncoding.Count == 0 ? "" : $", {string.Join(", ", content.ContentEncoding)}";
        var length = content.ContentLength is { } bytes ? $", {bytes:N0} bytes" : ", length not stated";
        return $"{(int)response.StatusCode} {response.ReasonPhrase}, {content.ContentType?.ToString() ?? "no Content-Type"}{coding}{length}";
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, string coding, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        if (coding.Length > 0)
        {
            var first = new byte[1];
            var has = await body.ReadAtLeastAsync(first, 1, throwOnEndOfStream: false, cancellation);
            var coded = new MemoryStream();
            coded.Write(first, 0, has);
            await body.CopyToAsync(coded, cancellation);
            coded.Position = 0;
            body = ContentCoding.Decode(coding, coded, first[0]);
        }

        var bytes = new byte[MostBytes];
        int size;
        var total = 0;
        while (total < bytes.Length && (size = await ContentCoding.ReadAsync(body, bytes.AsMemory(total), cancellation)) > 0)
        {
            total += size;
        }

        return bytes[..total];
    }

    private static string Place(string tag, ReadOnlySpan<byte> page)
    {
        var at = page.IndexOf(Encoding.Latin1.GetBytes(tag));
        at = at >= 0 ? at : Math.Max(page.IndexOf(Encoding.Unicode.GetBytes(tag)), page.IndexOf(Encoding.BigEndianUnicode.GetBytes(tag)));
        var before = page[..at];
        var last = Encoding.Latin1.GetString(before[Math.Max(0, at - 30)..]).ReplaceLineEndings(" ").Replace("\0", "");
        return at == 0
            ? "at the very beginning: the page has no doctype or head"
            : $"in line {before.Count((byte)'\n') + 1}, after byte {at:N0}, behind \"{last.TrimStart()}\"";
    }
}
