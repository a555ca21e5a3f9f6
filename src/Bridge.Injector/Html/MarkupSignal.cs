namespace Bridge.Injector.Html;

/// <summary>What one more character told the <see cref="HeadTokenizer"/>.</summary>
[Flags]
internal enum MarkupSignal
{
    /// <summary>Nothing yet, or white space, or the inside of something already announced.</summary>
    None = 0,

    /// <summary>The character is text that isn't white space.</summary>
    Text = 1,

    /// <summary>The character is a <c>&lt;</c>; what it begins isn't known yet.</summary>
    MarkupStart = 2,

    /// <summary>The markup is a comment, a bogus comment or an empty end tag: nothing that a tree is made of.</summary>
    Comment = 4,

    /// <summary>The markup is a doctype.</summary>
    Doctype = 8,

    /// <summary>The <c>&lt;</c> was text after all.</summary>
    NotMarkup = 16,

    /// <summary>A start tag's name is complete.</summary>
    StartTag = 32,

    /// <summary>An end tag's name is complete.</summary>
    EndTag = 64,

    /// <summary>The character is the <c>&gt;</c> that ends a start tag.</summary>
    StartTagClosed = 128,
}
