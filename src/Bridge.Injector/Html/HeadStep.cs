namespace Bridge.Injector.Html;

/// <summary>What to do with the character just read. "Held" are the characters since the first <see cref="Hold"/>.</summary>
[Flags]
internal enum HeadStep
{
    /// <summary>It belongs where it is: pass on what is held, and it.</summary>
    Pass = 0,

    /// <summary>Keep it until more is known.</summary>
    Hold = 1,

    /// <summary>The document's head begins before what is held, or before this character.</summary>
    HeadBefore = 2,

    /// <summary>The document's head begins after this character.</summary>
    HeadAfter = 4,

    /// <summary>What is held is the wanted start tag, whole.</summary>
    Tag = 8,

    /// <summary>The head is over.</summary>
    Over = 16,
}
