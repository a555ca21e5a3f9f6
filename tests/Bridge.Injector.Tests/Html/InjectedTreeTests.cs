using System.Buffers;
using System.Text;
using AngleSharp;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Bridge.Injector.Html;

namespace Bridge.Injector.Tests.Html;

/// <summary>
/// Against an independent parser: whatever markup comes, the page with the script has the tree of the page without, plus one
/// script that is the head's first element.
/// </summary>
public sealed class InjectedTreeTests
{
    private static readonly string[] Pieces =
    [
        "<!doctype html>", "<!DOCTYPE html SYSTEM 'a>b'>", "<html>", "<html lang=en>", "<head>", "<head class='a>b'>", "</head>", "<body>", "<body class=x>",
        "</body>", "</html>", "<title>", "</title>", "<title><head></title>", "<script>", "</script>", "<script>'<head>'</script>", "<style>", "</style>",
        "<!-- <head> -->", "<!-->", "<!--->", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?xml ?>", "<meta charset=utf-8>", "<link rel=x>", "<base href=/>",
        "<p>", "</p>", "<br>", "</br>", "<header>", "<frameset>", "<frame>", "</frameset>", "<noscript>", "</noscript>", "<template>", "</template>",
        "<textarea>", "</textarea>", "<svg>", "</svg>", " ", "\n", "\t", "text", "<", ">", "</", "<!", "=", "'", "\"", "/", "&lt;head&gt;", "<HEAD\n>",
        "<html/>", "<head/>", "<script><!--<script></script>--></script>", "<p title=\"<head>\">", "<a href='", "<noscript><head></noscript>", "</>",
    ];

    [Fact]
    public void InjectedPage_RandomMarkup_SameTreeAndScriptFirst()
    {
        var parser = new HtmlParser(new HtmlParserOptions { IsScripting = true }, BrowsingContext.New(Configuration.Default));
        var random = new Random(20261123);
        var injected = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var page = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var (output, outcome) = Inject(page);
            var before = parser.ParseDocument(page);
            var after = parser.ParseDocument(output);
            if (outcome == InjectionOutcome.Injected)
            {
                injected++;
                var script = after.Head?.FirstElementChild as IHtmlScriptElement;
                Assert.True(script?.Source == "/_bridge/bridge.js", $"{page} -> {output}");
                script.Remove();
            }

            Assert.True(Tree(before) == Tree(after), $"{page}\n-> {output}\n{Tree(before)}\n{Tree(after)}");
        }

        Assert.InRange(injected, 15_000, 20_000);
    }

    // Text nodes that only the script had kept apart are one again.
    private static string Tree(IHtmlDocument document)
    {
        document.Normalize();
        return document.ToHtml();
    }

    private static (string Page, InjectionOutcome Outcome) Inject(string page)
    {
        var injector = new HtmlScriptInjector(new HtmlInjection { RewritePolicy = policy => policy });
        var output = new ArrayBufferWriter<byte>();
        injector.Write(Encoding.UTF8.GetBytes(page), output);
        injector.Complete(output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), injector.Outcome);
    }
}
