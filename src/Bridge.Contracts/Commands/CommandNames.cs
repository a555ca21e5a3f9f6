namespace Bridge.Contracts.Commands;

/// <summary>The commands a device understands, below <c>down/</c>.</summary>
public static class CommandNames
{
    /// <summary><c>{id, code, timeoutMs?}</c>: evaluates in the page. Top-level await; declarations persist between calls.</summary>
    public const string Eval = "eval";

    /// <summary><c>{id, build?}</c>: reloads the page, keeping scroll. With <c>build</c>, only if the page's content is older.</summary>
    public const string Reload = "reload";

    /// <summary><c>{id, files: ["/style.css"], build?}</c>: swaps style sheets and images in place, without a reload.</summary>
    public const string Css = "css";

    /// <summary><c>{id, url}</c>: goes to another address; http and https only.</summary>
    public const string Navigate = "navigate";

    /// <summary><c>{id, seconds?}</c>: makes the phone show its label in its colour.</summary>
    public const string Identify = "identify";
}
