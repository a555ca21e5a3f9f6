using System.Buffers;

namespace Bridge.Injector.Html;

/// <summary>
/// Rewrites the addresses in a page's attributes as it streams by; every other byte stays. It keeps no more than one unfinished start tag.
/// </summary>
/// <param name="rewrite">Gives an attribute's value back, changed or not.</param>
/// <param name="encoding">The page's encoding.</param>
internal sealed class LinkRewriter(Func<string, string> rewrite, PageEncoding encoding)
{
    private static readonly HashSet<string> Addresses = new(StringComparer.Ordinal)
    {
        "action", "background", "cite", "data", "formaction", "href", "imagesrcset", "manifest", "ping", "poster", "src", "srcset", "style", "xlink:href",
    };

    private readonly HeadTokenizer _tokenizer = new();
    private readonly ArrayBufferWriter<byte> _held = new(64);
    private readonly ArrayBufferWriter<byte> _partial = new(2);
    private bool _holding;

    /// <summary>Takes the next piece of the page; writes what can be passed on.</summary>
    public void Write(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (_partial.WrittenCount > 0)
        {
            // Half a character was left over.
            _partial.Write(piece);
            var joined = _partial.WrittenSpan.ToArray();
            _partial.ResetWrittenCount();
            piece = joined;
        }

        var size = encoding.UnitSize();
        var passed = 0;
        var at = 0;
        for (; at + size <= piece.Length; at += size)
        {
            var signal = _tokenizer.Next(encoding.Unit(piece[at..]));
            if (!_holding && signal.HasFlag(MarkupSignal.MarkupStart))
            {
                output.Write(piece[passed..at]);
                _holding = true;
            }

            if (_holding)
            {
                _held.Write(piece.Slice(at, size));
                passed = at + size;
                Settle(signal, output);
            }
        }

        output.Write(piece[passed..at]);
        _partial.Write(piece[at..]);
    }

    /// <summary>The page has ended: writes what was held.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        Release(output);
        output.Write(_partial.WrittenSpan);
        _partial.ResetWrittenCount();
    }

    private void Settle(MarkupSignal signal, IBufferWriter<byte> output)
    {
        const MarkupSignal NoStartTag = MarkupSignal.Comment | MarkupSignal.Doctype | MarkupSignal.EndTag | MarkupSignal.NotMarkup;
        if (signal.HasFlag(MarkupSignal.StartTagClosed))
        {
            var tag = encoding.Units().GetString(_held.WrittenSpan);
            if (Rewrite(tag) is { } rewritten)
            {
                _held.ResetWrittenCount();
                _held.Write(encoding.Units().GetBytes(rewritten));
            }

            Release(output);
        }
        else if ((signal & NoStartTag) != MarkupSignal.None || _held.WrittenCount > HtmlScriptInjector.LongestHeld)
        {
            Release(output);
        }
    }

    private string? Rewrite(string tag)
    {
        string? rewritten = null;
        var attributes = TagAttributes.Read(tag);
        foreach (var attribute in attributes.Reverse())
        {
            if (!Addresses.Contains(attribute.Name) && !(attribute.Name is "content" && IsRefresh(tag, attributes)))
            {
                continue;
            }

            var (start, length) = attribute.Value.GetOffsetAndLength(tag.Length);
            var value = tag.Substring(start, length);
            if (rewrite(value) is var changed && !string.Equals(changed, value, StringComparison.Ordinal))
            {
                rewritten = (rewritten ?? tag).Remove(start, length).Insert(start, changed);
            }
        }

        return rewritten;
    }

    private static bool IsRefresh(string tag, IReadOnlyList<TagAttribute> attributes) =>
        attributes.FirstOrDefault(one => one.Name is "http-equiv") is { Name: not null } kind && tag[kind.Value].Equals("refresh", StringComparison.OrdinalIgnoreCase);

    private void Release(IBufferWriter<byte> output)
    {
        output.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
        _holding = false;
    }
}
