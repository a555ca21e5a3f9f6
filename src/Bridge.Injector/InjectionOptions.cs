using System.ComponentModel.DataAnnotations;
using Bridge.Injector.Html;

namespace Bridge.Injector;

/// <summary>How pages get the device script.</summary>
public sealed class InjectionOptions
{
    /// <summary>
    /// Where the device script is served, on the page's own origin: a path, so that it works under whatever name a phone
    /// reaches the relay. Default <c>/_bridge/bridge.js</c>.
    /// </summary>
    [Required]
    [RegularExpression("^/[!#$%'()*+,./0-9:;=?@A-Z_a-z~-]+$")]
    public string ScriptPath { get; set; } = HtmlInjection.DefaultScriptPath;

    /// <summary>Where the script's WebSocket is, for the page's connect-src. Default <c>/_bridge/mqtt</c>.</summary>
    [Required]
    [RegularExpression("^/[!#$%'()*+,./0-9:;=?@A-Z_a-z~-]+$")]
    public string SocketPath { get; set; } = "/_bridge/mqtt";

    /// <summary>
    /// What begins with this is the relay's own and never injected. Default <c>/_bridge/</c>.
    /// </summary>
    [Required]
    public string OwnPath { get; set; } = "/_bridge/";

    /// <summary>
    /// Whether pages inside frames get the script too. Default true: what a frame of the page's origin logs is part of the page's story; in
    /// another origin's the script stays quiet.
    /// </summary>
    public bool Frames { get; set; } = true;

    /// <summary>
    /// Names the site's content as it is now, letters and digits; null for a site that isn't watched. A page carries it, so that one
    /// that was asleep can tell whether it is out of date.
    /// </summary>
    public Func<string?>? Build { get; set; }
}
