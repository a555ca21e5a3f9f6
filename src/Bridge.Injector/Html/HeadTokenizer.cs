namespace Bridge.Injector.Html;

/// <summary>
/// HTML's tokenizer (13.2.5), a character at a time, as far as a document's head and its links need it: it tells where markup begins, what
/// it is and where a start tag ends. It keeps a tag's name and nothing else.
/// </summary>
internal sealed class HeadTokenizer
{
    // No element that matters here has a longer name; a longer one is cut, and so is none of ours.
    private const int LongestName = 16;

    private readonly char[] _name = new char[LongestName];
    private int _nameLength;
    private bool _isEndTag;
    private State _state;
    private RawTextScanner _rawText;

    private enum State
    {
        Data,
        TagOpen,
        EndTagOpen,
        TagName,
        BeforeAttribute,
        AttributeName,
        AfterAttributeName,
        BeforeValue,
        DoubleQuoted,
        SingleQuoted,
        Unquoted,
        Declaration,
        DeclarationDash,
        Doctype,
        CommentStart,
        CommentStartDash,
        Comment,
        CommentEndDash,
        CommentEnd,
        CommentEndBang,
        BogusComment,
        RawText,
    }

    /// <summary>The name of the last tag, in lower case.</summary>
    public ReadOnlySpan<char> Name => _name.AsSpan(0, _nameLength);

    /// <summary>Whether the characters so far end between tokens.</summary>
    public bool InData => _state == State.Data;

    /// <summary>Whether they end inside a comment or a doctype.</summary>
    public bool InComment => _state is >= State.Declaration and <= State.BogusComment;

    /// <summary>Takes one more character.</summary>
    public MarkupSignal Next(char c) => _state switch
    {
        State.Data => Data(c),
        State.TagOpen => TagOpen(c),
        State.EndTagOpen => EndTagOpen(c),
        State.TagName => TagName(c),
        State.Declaration or State.DeclarationDash => Declaration(c),
        >= State.Doctype and <= State.BogusComment => Comment(c),
        State.RawText => RawText(c),
        _ => Attribute(c),
    };

    private MarkupSignal Data(char c)
    {
        if (c != '<')
        {
            return HtmlCharacter.IsSpace(c) ? MarkupSignal.None : MarkupSignal.Text;
        }

        _state = State.TagOpen;
        return MarkupSignal.MarkupStart;
    }

    private MarkupSignal TagOpen(char c)
    {
        switch (c)
        {
            case '!':
                (_state, _nameLength) = (State.Declaration, 0);
                return MarkupSignal.None;
            case '/':
                _state = State.EndTagOpen;
                return MarkupSignal.None;
            case '?':
                _state = State.BogusComment;
                return MarkupSignal.Comment;
            case var _ when HtmlCharacter.IsLetter(c):
                return BeginTag(c, isEndTag: false);
            default:
                _state = State.Data;
                return MarkupSignal.NotMarkup;
        }
    }

    private MarkupSignal EndTagOpen(char c)
    {
        if (HtmlCharacter.IsLetter(c))
        {
            return BeginTag(c, isEndTag: true);
        }

        _state = c == '>' ? State.Data : State.BogusComment;
        return MarkupSignal.Comment;
    }

    private MarkupSignal BeginTag(char c, bool isEndTag)
    {
        (_state, _isEndTag, _nameLength) = (State.TagName, isEndTag, 0);
        return TagName(c);
    }

    private MarkupSignal TagName(char c)
    {
        if (!HtmlCharacter.EndsName(c))
        {
            Append(c);
            return MarkupSignal.None;
        }

        _state = State.BeforeAttribute;
        return (_isEndTag ? MarkupSignal.EndTag : MarkupSignal.StartTag) | Attribute(c);
    }

    // `<!--` is a comment, `<!doctype` a doctype, all else up to the next `>` a bogus comment, `<![CDATA[` included:
    // no foreign element is open in a head.
    private MarkupSignal Declaration(char c)
    {
        if (_state == State.DeclarationDash)
        {
            _state = c == '-' ? State.CommentStart : c == '>' ? State.Data : State.BogusComment;
            return MarkupSignal.Comment;
        }

        if (c == '-' && _nameLength == 0)
        {
            _state = State.DeclarationDash;
            return MarkupSignal.None;
        }

        Append(c);
        if (!"doctype".AsSpan().StartsWith(Name))
        {
            _state = c == '>' ? State.Data : State.BogusComment;
            return MarkupSignal.Comment;
        }

        if (_nameLength < "doctype".Length)
        {
            return MarkupSignal.None;
        }

        _state = State.Doctype;
        return MarkupSignal.Doctype;
    }

    private MarkupSignal Comment(char c)
    {
        _state = (_state, c) switch
        {
            (State.CommentEndBang, '-') => State.CommentEndDash,
            (not State.Comment and not State.CommentEndDash, '>') => State.Data,
            (State.Doctype or State.BogusComment, _) => _state,
            (State.CommentStart, '-') => State.CommentStartDash,
            (State.Comment, '-') => State.CommentEndDash,
            (State.CommentStartDash or State.CommentEndDash or State.CommentEnd, '-') => State.CommentEnd,
            (State.CommentEnd, '!') => State.CommentEndBang,
            _ => State.Comment,
        };
        return MarkupSignal.None;
    }

    // The self-closing state is left out: a slash between attributes separates them, and closes nothing in HTML.
    private MarkupSignal Attribute(char c)
    {
        switch (_state)
        {
            case State.DoubleQuoted or State.SingleQuoted:
                if (c == (_state == State.DoubleQuoted ? '"' : '\''))
                {
                    _state = State.BeforeAttribute;
                }

                return MarkupSignal.None;
            case var _ when c == '>':
                return CloseTag();
            case State.BeforeValue when HtmlCharacter.IsSpace(c):
                return MarkupSignal.None;
            case State.BeforeValue:
                _state = c switch { '"' => State.DoubleQuoted, '\'' => State.SingleQuoted, _ => State.Unquoted };
                return MarkupSignal.None;
            case State.Unquoted when !HtmlCharacter.IsSpace(c):
                return MarkupSignal.None;
            case State.AttributeName or State.AfterAttributeName when c == '=':
                _state = State.BeforeValue;
                return MarkupSignal.None;
            case State.AttributeName or State.AfterAttributeName when HtmlCharacter.IsSpace(c):
                _state = State.AfterAttributeName;
                return MarkupSignal.None;
            default:
                _state = c == '/' || HtmlCharacter.IsSpace(c) ? State.BeforeAttribute : State.AttributeName;
                return MarkupSignal.None;
        }
    }

    private MarkupSignal CloseTag()
    {
        _state = State.Data;
        if (_isEndTag)
        {
            return MarkupSignal.None;
        }

        if (RawTextElement() is { } element)
        {
            (_state, _rawText) = (State.RawText, new RawTextScanner(element));
        }

        return MarkupSignal.StartTagClosed;
    }

    // `noscript` is raw text because the page will be read by a browser that runs scripts.
    private string? RawTextElement() => Name switch
    {
        "script" => "script",
        "style" => "style",
        "title" => "title",
        "noscript" => "noscript",
        "noframes" => "noframes",
        "textarea" => "textarea",
        "iframe" => "iframe",
        "noembed" => "noembed",
        "xmp" => "xmp",
        _ => null,
    };

    private MarkupSignal RawText(char c)
    {
        if (_rawText.Next(c))
        {
            (_isEndTag, _state) = (true, State.BeforeAttribute);
            Attribute(c);
        }

        return MarkupSignal.None;
    }

    private void Append(char c)
    {
        if (_nameLength < LongestName)
        {
            _name[_nameLength++] = HtmlCharacter.Lower(c);
        }
    }
}
