namespace Bridge.Injector.Html;

/// <summary>What an <see cref="HtmlScriptInjector"/> did.</summary>
public enum InjectionOutcome
{
    /// <summary>The place isn't reached yet.</summary>
    Pending,

    /// <summary>The script is in.</summary>
    Injected,

    /// <summary>The page brings the script itself.</summary>
    AlreadyThere,

    /// <summary>A part of a document, in <see cref="InjectionMode.Document"/>.</summary>
    Fragment,

    /// <summary>No bytes came.</summary>
    Empty,

    /// <summary>The page ends inside a comment or a tag, before its head: nothing put there would run.</summary>
    Unfinished,
}
