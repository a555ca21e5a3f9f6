using System.IO.Compression;
using System.Text;
using Bridge.Injector.Diagnosis;

namespace Bridge.Injector.Tests.Diagnosis;

public sealed class PageDiagnosisTests
{
    private static readonly Uri Page = new("http://10.0.0.2:5080/");

    [Fact]
    public async Task Diagnosis_CompressedPageWithPolicy_SaysWhereAndWhatWasAdded()
    {
        var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("<!doctype html>\n<html>\n<head><title>x"u8);
        }

        using var response = Response(coded.ToArray(), "text/html; charset=utf-8");
        response.Content.Headers.ContentEncoding.Add("gzip");
        response.Headers.Add("Content-Security-Policy", "script-src 'none'");
        var diagnosis = await PageDiagnosis.OfAsync(response, Page, new InjectionOptions(), default);

        Assert.True(diagnosis.Injected);
        Assert.Equal(
            [
                $"came: 200 OK, text/html; charset=utf-8, gzip, {coded.Length} bytes",
                "injected: in line 3, after byte 29, behind \"<!doctype html> <html> <head>\"",
                "policy extended by: script-src http://10.0.0.2:5080/_bridge/bridge.js",
            ],
            diagnosis.Lines);
    }

    [Theory]
    [InlineData("application/json", "{}", "a browser makes no page of it")]
    [InlineData("application/xhtml+xml", "<html/>", "XHTML")]
    [InlineData("text/html", "<!-- x", "ends inside a comment")]
    [InlineData("text/html", "<script src=/_bridge/bridge.js></script>", "already")]
    public async Task Diagnosis_PageWithoutScript_SaysWhy(string type, string body, string reason)
    {
        using var response = Response(Encoding.ASCII.GetBytes(body), type);
        var diagnosis = await PageDiagnosis.OfAsync(response, Page, new InjectionOptions(), default);

        Assert.False(diagnosis.Injected);
        Assert.Contains(reason, diagnosis.Lines[1], StringComparison.Ordinal);
    }

    private static HttpResponseMessage Response(byte[] body, string type)
    {
        var response = new HttpResponseMessage { Content = new ByteArrayContent(body) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return response;
    }
}
