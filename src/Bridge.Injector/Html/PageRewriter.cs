using System.Buffers;

namespace Bridge.Injector.Html;

/// <summary>What a page passes: the injector, and behind it the links where they are rewritten.</summary>
/// <param name="injector">Puts the script in.</param>
/// <param name="rewriteLink">Gives the value of an attribute with an address back, changed or not; null where links stay.</param>
internal sealed class PageRewriter(HtmlScriptInjector injector, Func<string, string>? rewriteLink)
{
    private readonly ArrayBufferWriter<byte> _between = new();
    private LinkRewriter? _links;

    /// <summary>What the injector has done so far.</summary>
    public InjectionOutcome Outcome => injector.Outcome;

    /// <summary>Whether all that follows is passed on as it is.</summary>
    public bool IsDone => injector.IsDone && rewriteLink is null;

    /// <summary>Takes the next piece of the page; writes what can be passed on.</summary>
    public void Write(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (rewriteLink is null)
        {
            injector.Write(piece, output);
            return;
        }

        injector.Write(piece, _between);
        PassOn(output);
    }

    /// <summary>The page has ended: writes what was held.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        if (rewriteLink is null)
        {
            injector.Complete(output);
            return;
        }

        injector.Complete(_between);
        PassOn(output);
        _links?.Complete(output);
    }

    // Once the injector has passed the first byte it knows the page's encoding.
    private void PassOn(IBufferWriter<byte> output)
    {
        if (_between.WrittenCount > 0)
        {
            _links ??= new LinkRewriter(rewriteLink!, injector.Encoding);
            _links.Write(_between.WrittenSpan, output);
            _between.ResetWrittenCount();
        }
    }
}
