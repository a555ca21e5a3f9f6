using System.Buffers;
using System.Text;
using Bridge.Injector.Html;

namespace Bridge.Injector.Tests.Html;

/// <summary>In each page, ¤ marks where the script goes; no mark: it goes nowhere.</summary>
public sealed class HtmlScriptInjectorTests
{
    private const string Tag = "<script src=\"/_bridge/bridge.js\"></script>";

    public static TheoryData<string, string> Places => new()
    {
        { "head", "<!doctype html><html><head>¤<title>x</title></head><body>y</body></html>" },
        { "head with attributes", "<!DOCTYPE html>\n<HTML lang='a>b'>\n<HeAd profile=\"x>y\" data-a=b>¤<meta charset=utf-8>" },
        { "self-closed head", "<html><head/>¤<body>" },
        { "no head", "<!doctype html><html>¤<body>x" },
        { "no head, a title", "<!doctype html><html>¤<title>x</title>" },
        { "no html", "<!doctype html>\r\n¤<p>x" },
        { "no doctype", "<head>¤</head>" },
        { "nothing but text", "¤hello" },
        { "text after space", " \n\t¤hello" },
        { "only a doctype", "<!doctype html>¤" },
        { "only space", "  ¤" },
        { "frameset", "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Frameset//EN\" \"http://www.w3.org/TR/html4/frameset.dtd\"><html><head>¤<title>f</title></head><frameset cols=\"*,*\"><frame src=a></frameset>" },
        { "frameset without head", "<html>¤<frameset><frame></frameset>" },
        { "head in a comment", "<!-- <head> --><!doctype html><!-- <head> --><html><!--<head>--><head>¤" },
        { "head in a comment with dashes", "<!----><!---><!--><!-- a -- b --!><!--- <head> ---><head>¤" },
        { "head in a script string", "<html>¤<script>var a = \"<head>\";</script><head>" },
        { "head in a title", "¤<title><head></title>" },
        { "head in a textarea", "<!doctype html>¤<textarea><head></textarea>" },
        { "head in CDATA", "<![CDATA[<head>¤]]><head>" },
        { "CDATA text", "<![CDATA[ x ]]>¤y<head>" },
        { "head in an attribute", "<html data-x=\"<head>\"><head>¤" },
        { "header element", "<!doctype html>¤<header>x</header>" },
        { "processing instruction", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"><head>¤<title/>" },
        { "ignored end tags", "</p></div><head>¤" },
        { "end tag that makes a head", "<html>¤</head><body>" },
        { "end of body first", "¤</body>" },
        { "odd markup", "</><!><!x><!-x><?><html><head>¤" },
        { "not markup", "<!doctype html>¤< p>" },
        { "text that begins like a tag", "¤<3 <head>" },
        { "doctype cut off by its end", "<!doctype html PUBLIC \"x>¤y\"><head>" },
        { "broken tag at the end", "<!doctype html>¤<he" },
        { "ends in a comment", "<!doctype html><!-- x" },
        { "ends in a tag", "<!doctype html><html lang=" },
        { "ends in a doctype", "<!doctype ht" },
        { "template first", "¤<template><head></template>" },
        { "NUL", "¤\0<head>" },
        { "its own script", "<head><meta charset=utf-8><script defer src=\"/_bridge/bridge.js\"></script>" },
        { "its own script from another host", "<head><script src='http://10.0.0.2:5080/_bridge/bridge.js?v=1'></script>" },
        { "its own script, without a head", "<script src=/_bridge/bridge.js></script>" },
        { "another's script of the same name", "<head>¤<script src=\"/x/_bridge/bridge.js\"></script>" },
        { "its own script in a comment", "<head>¤<!--<script src=\"/_bridge/bridge.js\"></script>-->" },
        { "its own script in a string", "<head>¤<script>'<script src=\"/_bridge/bridge.js\">'</script>" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Injector_Page_PutsScriptInPlace(string name, string page)
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(), Encoding.Latin1, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            foreach (var withMark in encoding is UnicodeEncoding ? (bool[])[true, false] : encoding is UTF8Encoding ? [true, false] : [false])
            {
                var bytes = Bytes(encoding, page.Replace("¤", ""), withMark);
                var expected = Bytes(encoding, page.Replace("¤", Tag), withMark);
                var stated = encoding.WebName == "utf-16" ? PageEncoding.Utf16LittleEndian : encoding.WebName == "utf-16BE" ? PageEncoding.Utf16BigEndian : PageEncoding.AsciiCompatible;

                var injected = Inject(new HtmlInjection { Encoding = withMark ? PageEncoding.AsciiCompatible : stated }, bytes);

                Assert.True(expected.AsSpan().SequenceEqual(injected), $"{name}, {encoding.WebName}: {encoding.GetString(injected)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Injector_SplitAnywhere_SameBytes(string name, string page)
    {
        // A script of the page's own is looked for in what came first; split before it, the script's own guard is what counts.
        if (name.StartsWith("its own script", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var encoding in (Encoding[])[new UTF8Encoding(), Encoding.Unicode])
        {
            var bytes = Bytes(encoding, page.Replace("¤", ""), withMark: true);
            var expected = Bytes(encoding, page.Replace("¤", Tag), withMark: true);
            for (var split = 0; split <= bytes.Length; split++)
            {
                Assert.Equal(expected, Inject(new HtmlInjection(), bytes[..split], bytes[split..]));
            }

            Assert.Equal(expected, Inject(new HtmlInjection(), [.. bytes.Select(one => new[] { one })]));
        }
    }

    [Theory]
    [InlineData("¤<!doctype html><p>x", true)]
    [InlineData("<!-- c --><html>x", true)]
    [InlineData("<body>", true)]
    [InlineData("<div>x</div>", false)]
    [InlineData("<title>x</title><p>", false)]
    [InlineData("text", false)]
    [InlineData("<tr><td>x", false)]
    public void Injector_DocumentMode_LeavesFragments(string page, bool document)
    {
        var injector = new HtmlScriptInjector(new HtmlInjection { Mode = InjectionMode.Document });
        var output = new ArrayBufferWriter<byte>();
        injector.Write(Encoding.UTF8.GetBytes(page.Replace("¤", "")), output);
        injector.Complete(output);

        Assert.Equal(document ? InjectionOutcome.Injected : InjectionOutcome.Fragment, injector.Outcome);
        Assert.Equal(document, Encoding.UTF8.GetString(output.WrittenSpan).Contains(Tag, StringComparison.Ordinal));
    }

    [Fact]
    public void Injector_Empty_StaysEmpty()
    {
        Assert.Empty(Inject(new HtmlInjection()));
        Assert.Empty(Inject(new HtmlInjection(), []));
    }

    [Fact]
    public void Injector_AnyBytes_LeavesThemUnchanged()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var output = Inject(new HtmlInjection { RewritePolicy = policy => policy }, bytes);
            AssertOnlyTagAdded(bytes, output);
        }
    }

    [Fact]
    public void Injector_ShiftJis_EveryOtherByteUnchanged()
    {
        // Katakana whose second bytes are 0x5C, 0x40 and 0x7C, as they trip what reads bytes as ASCII.
        byte[] title = [0x83, 0x5C, 0x83, 0x40, 0x83, 0x7C, 0x95, 0x5C];
        byte[] page = [.. "<html lang=ja title='"u8, .. title, .. "'><!-- "u8, .. title, .. " --><head><title>"u8, .. title, .. "</title>"u8];
        var output = Inject(new HtmlInjection(), page);

        AssertOnlyTagAdded(page, output);
        Assert.True(output.AsSpan().IndexOf(Encoding.ASCII.GetBytes("<head>" + Tag + "<title>")) > 0);
    }

    [Fact]
    public void Injector_HugeProlog_KeepsNothing()
    {
        var injector = new HtmlScriptInjector(new HtmlInjection());
        var output = new ArrayBufferWriter<byte>();
        var filler = Encoding.ASCII.GetBytes(new string('x', 4096));
        injector.Write("<!doctype html><!--"u8, output);
        for (var i = 0; i < 256; i++)
        {
            output.ResetWrittenCount();
            injector.Write(filler, output);
            Assert.Equal(filler.Length, output.WrittenCount);
        }

        output.ResetWrittenCount();
        injector.Write("--><head>"u8, output);
        Assert.Equal("--><head>" + Tag, Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Injector_MetaPolicy_IsRewrittenWhereItApplies()
    {
        const string page = "<head><!-- <meta http-equiv=content-security-policy content=c> --><noscript><meta http-equiv=content-security-policy content=n></noscript>"
            + "<template><meta http-equiv=content-security-policy content=t></template><script>'<meta http-equiv=content-security-policy content=s>'</script>"
            + "<meta name=x content=y><META HTTP-EQUIV=\"Content-Security-Policy\" data-x='>' content='&quot;a&quot;'></head>"
            + "<meta content=b http-equiv=Content-Security-Policy><body><meta http-equiv=content-security-policy content=z>";
        var seen = new List<string>();
        var injection = new HtmlInjection
        {
            RewritePolicy = policy =>
            {
                seen.Add(policy);
                return policy + "'+";
            },
        };
        var whole = Encoding.ASCII.GetString(Inject(injection, Encoding.ASCII.GetBytes(page)));

        Assert.Equal(["\"a\"", "b"], seen);
        Assert.Contains("content='\"a\"&#39;+'>", whole, StringComparison.Ordinal);
        Assert.Contains("<meta content=\"b'+\" http-equiv", whole, StringComparison.Ordinal);
        Assert.Equal(whole, Encoding.ASCII.GetString(Inject(injection, [.. Encoding.ASCII.GetBytes(page).Select(one => new[] { one })])));
    }

    [Fact]
    public void Injector_OverlongMeta_PassesUnchanged()
    {
        var page = "<head><meta http-equiv=content-security-policy content='" + new string('x', 2 * HtmlScriptInjector.LongestHeld) + "'><title>";
        var bytes = Encoding.ASCII.GetBytes(page);
        AssertOnlyTagAdded(bytes, Inject(new HtmlInjection { RewritePolicy = _ => "changed" }, bytes));
    }

    private static void AssertOnlyTagAdded(byte[] page, byte[] output)
    {
        if (output.Length == page.Length)
        {
            Assert.Equal(page, output);
            return;
        }

        var unit = output.Length - page.Length == Tag.Length ? Encoding.Latin1
            : output.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Tag)) >= 0 ? Encoding.Unicode : Encoding.BigEndianUnicode;
        var tag = unit.GetBytes(Tag);
        var at = output.AsSpan().IndexOf(tag);
        Assert.True(at >= 0);
        byte[] rest = [.. output[..at], .. output[(at + tag.Length)..]];
        Assert.Equal(page, rest);
    }

    private static byte[] Inject(HtmlInjection injection, params byte[][] pieces)
    {
        var injector = new HtmlScriptInjector(injection);
        var output = new ArrayBufferWriter<byte>();
        foreach (var piece in pieces)
        {
            injector.Write(piece, output);
        }

        injector.Complete(output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Bytes(Encoding encoding, string text, bool withMark)
    {
        var mark = encoding is UTF8Encoding ? [0xEF, 0xBB, 0xBF] : encoding.GetPreamble();
        return [.. withMark ? mark : [], .. encoding.GetBytes(text)];
    }
}
