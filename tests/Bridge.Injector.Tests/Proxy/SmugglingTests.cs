using System.Text.RegularExpressions;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Injector.Tests.Proxy;

/// <summary>
/// Requests on whose end two readers may disagree (RFC 9112, 11.2). For each the phone's side and the upstream count the same: as many
/// requests reach the upstream as answers of the upstream come back, none of them for the smuggled path.
/// </summary>
public sealed partial class SmugglingTests
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task Proxy_AmbiguousRequests_BothSidesCountTheSame()
    {
        var seen = 0;
        var smuggled = 0;
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            Interlocked.Increment(ref seen);
            if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Contains("smuggled", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref smuggled);
            }

            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.Headers["X-From"] = "upstream";
            await context.Response.WriteAsync("ok");
        });
        var corpus = Corpus().ToList();
        Assert.True(corpus.Count >= 60, $"{corpus.Count} requests");

        foreach (var (name, request, pipelined) in corpus)
        {
            (seen, smuggled) = (0, 0);
            var answer = await RawRequest.SendAsync(site.Proxy.Address, request + "GET /end HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            var answers = FromUpstream().Count(answer);

            Assert.True(answers == seen, $"{name}: {seen} at the upstream, {answers} answers\n{answer}");
            Assert.True(pipelined || smuggled == 0, $"{name}: the smuggled request went through\n{answer}");
        }
    }

    private static IEnumerable<(string Name, string Request, bool Pipelined)> Corpus()
    {
        string Post(string fields, string body) => $"POST / HTTP/1.1\r\nHost: h\r\n{fields}\r\n{body}";
        var chunked = "0\r\n\r\n";

        foreach (var te in (string[])
            ["chunked ", " chunked", "\tchunked", "xchunked", "chunkedx", "chunked, identity", "identity, chunked", "gzip, chunked", "chunked, chunked", "\"chunked\"", "identity",
             "CHUNKED", "chunked;x=1", "\u000bchunked", "chunked\u000b", "\0chunked", "chunked\0", "x\r\n chunked", "\r\n chunked", ",chunked", "chunked,", "chun\r\n ked", ""])
        {
            yield return ($"TE '{te}' with CL", Post($"Transfer-Encoding: {te}\r\nContent-Length: {chunked.Length + Smuggled.Length}\r\n", chunked + Smuggled), false);
        }

        foreach (var name in (string[])["Transfer-Encoding ", " Transfer-Encoding", "Transfer_Encoding", "Transfer-Encoding\t", "Transfer\u00adEncoding", "X: y\nTransfer-Encoding", "X: y\rTransfer-Encoding"])
        {
            yield return ($"field '{name}'", Post($"{name}: chunked\r\nContent-Length: {chunked.Length + Smuggled.Length}\r\n", chunked + Smuggled), false);
        }

        foreach (var length in (string[])
            ["+0", "-1", "0x0", "0,0", "0, 5", " 0 ", "0\u000b", "00", "1e1", "0.0", "", "18446744073709551616", "9999999999999999999999", "0 5", "\t0", "\u00b2"])
        {
            yield return ($"CL '{length}'", Post($"Content-Length: {length}\r\n", ""), false);
        }

        yield return ("CL twice, same", Post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab"), false);
        yield return ("CL twice, other", Post($"Content-Length: 0\r\nContent-Length: {Smuggled.Length}\r\n", Smuggled), false);
        yield return ("CL twice, other way", Post($"Content-Length: {Smuggled.Length}\r\nContent-Length: 0\r\n", Smuggled), false);
        yield return ("TE twice", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", chunked + Smuggled), true);
        yield return ("TE and CL short", Post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", chunked + Smuggled), true);

        foreach (var chunk in (string[])
            ["0x0\r\n\r\n", "-0\r\n\r\n", "+0\r\n\r\n", " 0\r\n\r\n", "0 \r\n\r\n", "0;\r\n\r\n", "0;x\n\r\n\r\n", "0\n\n", "0\r\n\n", "0\n\r\n", "0\r\r\n", "00000000000000000000\r\n\r\n",
             "FFFFFFFFFFFFFFFFF\r\n", "1\r\nab\r\n0\r\n\r\n", "1\r\na0\r\n\r\n", "\r\n0\r\n\r\n", "0\r\nX: y\r\n\r\n", "0\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\nContent-Length: 9\r\n\r\n", "g\r\n"])
        {
            yield return ($"chunk '{chunk}'", Post("Transfer-Encoding: chunked\r\n", chunk), false);
        }

        yield return ("line feeds", "GET / HTTP/1.1\nHost: h\n\n", false);
        yield return ("line feed in a field", "GET / HTTP/1.1\r\nHost: h\r\nX: a\nContent-Length: 99\r\n\r\n", false);
        yield return ("carriage return in a field", "GET / HTTP/1.1\r\nHost: h\r\nX: a\rContent-Length: 99\r\n\r\n", false);
        yield return ("folded field", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n Content-Length: 99\r\n\r\n", false);
        yield return ("two hosts", "GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", false);
        yield return ("no host", "GET / HTTP/1.1\r\n\r\n", false);
        yield return ("space in the target", "GET /a /smuggled HTTP/1.1\r\nHost: h\r\n\r\n", false);
        yield return ("version 0.9", "GET /\r\n", false);
        yield return ("version 1.0 with chunks", $"POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}", false);
        yield return ("version 3", "GET / HTTP/3.0\r\nHost: h\r\n\r\n", false);
        yield return ("GET with a body", $"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}", false);
        yield return ("HEAD with a body", $"HEAD / HTTP/1.1\r\nHost: h\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}", false);
        yield return ("upgrade with a body", $"GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}", false);
        yield return ("upgrade to HTTP/2", $"GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n", false);
        yield return ("length of the connection", $"POST / HTTP/1.1\r\nHost: h\r\nConnection: Content-Length\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}", false);
        yield return ("expectation with the body at once", $"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}", false);
        yield return ("two in a row", "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n", false);
    }

    [GeneratedRegex("^X-From: upstream", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex FromUpstream();
}
