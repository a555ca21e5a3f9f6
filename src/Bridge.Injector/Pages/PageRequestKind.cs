namespace Bridge.Injector.Pages;

/// <summary>Whether a browser will make a page of what it asks for.</summary>
internal enum PageRequestKind
{
    /// <summary>It won't: a script, a style sheet, a part of a page that a script fetches, a socket.</summary>
    NotPage,

    /// <summary>It may: the body itself must look like a document.</summary>
    Perhaps,

    /// <summary>It will: a navigation of a window or a frame.</summary>
    Page,
}
