namespace Bridge.Injector.Html;

/// <summary>
/// Where a document's head begins and ends: HTML's tree construction (13.2.6.4.1 to 13.2.6.4.6) reduced to that question. The
/// head begins after <c>&lt;head&gt;</c>, or, where a page leaves it out, before the first thing that can't precede it. So
/// a <c>&lt;head&gt;</c> in a comment, a string of a script, a title or CDATA is never taken for one.
/// </summary>
/// <param name="wanted">A start tag of the head that the caller wants to see whole; the empty string for none.</param>
internal sealed class HeadParser(string wanted)
{
    private readonly HeadTokenizer _tokenizer = new();
    private bool _inHead;
    private bool _headTagOpen;
    private bool _holding;
    private bool _wantedOpen;
    private int _templates;

    /// <summary>Whether a doctype, html, head, body or frameset was seen: a document rather than a part of one.</summary>
    public bool SawDocument { get; private set; }

    /// <summary>Whether the page so far ends inside a comment or a doctype.</summary>
    public bool InComment => _tokenizer.InComment;

    /// <summary>Whether the page so far ends inside a tag whose kind is known.</summary>
    public bool InTag => !_tokenizer.InData && !_holding;

    /// <summary>Takes one more character.</summary>
    public HeadStep Next(char c)
    {
        var signal = _tokenizer.Next(c);
        if (signal == MarkupSignal.None)
        {
            return _holding ? HeadStep.Hold : HeadStep.Pass;
        }

        var step = Step(signal);
        _holding = step.HasFlag(HeadStep.Hold);
        return step;
    }

    private HeadStep Step(MarkupSignal signal)
    {
        if (signal.HasFlag(MarkupSignal.MarkupStart))
        {
            return HeadStep.Hold;
        }

        if (signal.HasFlag(MarkupSignal.Comment))
        {
            return HeadStep.Pass;
        }

        if (signal.HasFlag(MarkupSignal.Doctype))
        {
            SawDocument = true;
            return HeadStep.Pass;
        }

        if (signal.HasFlag(MarkupSignal.Text) || signal.HasFlag(MarkupSignal.NotMarkup))
        {
            return _templates > 0 ? HeadStep.Pass : Other();
        }

        if (signal.HasFlag(MarkupSignal.EndTag))
        {
            return EndTag();
        }

        var step = signal.HasFlag(MarkupSignal.StartTag) ? StartTag() : HeadStep.Pass;
        return signal.HasFlag(MarkupSignal.StartTagClosed) ? Closed(step) : step;
    }

    private HeadStep StartTag()
    {
        var name = _tokenizer.Name;
        SawDocument |= name is "html" or "head" or "body" or "frameset";
        if (_templates > 0)
        {
            _templates += name is "template" ? 1 : 0;
            return HeadStep.Pass;
        }

        if (name is "html" || (name is "head" && _inHead))
        {
            return HeadStep.Pass;
        }

        if (name is "head")
        {
            _headTagOpen = true;
            return HeadStep.Pass;
        }

        if (!_inHead)
        {
            _inHead = true;
            return HeadStep.HeadBefore | InHead(name);
        }

        return InHead(name);
    }

    private HeadStep InHead(ReadOnlySpan<char> name)
    {
        if (name.SequenceEqual(wanted))
        {
            _wantedOpen = true;
            return HeadStep.Hold;
        }

        switch (name)
        {
            case "template":
                _templates = 1;
                return HeadStep.Pass;
            case "base" or "basefont" or "bgsound" or "link" or "meta" or "noframes" or "noscript" or "script" or "style" or "title":
                return HeadStep.Pass;
            default:
                return HeadStep.Over;
        }
    }

    private HeadStep Closed(HeadStep step)
    {
        if (_headTagOpen)
        {
            (_headTagOpen, _inHead) = (false, true);
            return HeadStep.HeadAfter;
        }

        if (_wantedOpen)
        {
            _wantedOpen = false;
            return (step & ~HeadStep.Hold) | HeadStep.Tag;
        }

        return step;
    }

    // Other end tags are ignored before and in the head; </head> leaves it open for what may still go into it.
    private HeadStep EndTag()
    {
        var name = _tokenizer.Name;
        if (name is "template" && _templates > 0)
        {
            _templates--;
            return HeadStep.Pass;
        }

        var other = name is "body" or "html" or "br" || (name is "head" && !_inHead);
        return other && _templates == 0 ? Other() : HeadStep.Pass;
    }

    private HeadStep Other()
    {
        if (_inHead)
        {
            return HeadStep.Over;
        }

        _inHead = true;
        return HeadStep.HeadBefore | HeadStep.Over;
    }
}
