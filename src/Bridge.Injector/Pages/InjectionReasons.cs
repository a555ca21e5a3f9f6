using Bridge.Injector.Html;

namespace Bridge.Injector.Pages;

/// <summary>The words for what kept the script out of a page.</summary>
internal static class InjectionReasons
{
    public static string? Reason(this InjectionOutcome outcome) => outcome switch
    {
        InjectionOutcome.Injected => null,
        InjectionOutcome.AlreadyThere => "it has the script already",
        InjectionOutcome.Fragment => "it is a part of a page: no doctype, html, head or body comes first",
        InjectionOutcome.Empty => "it is empty",
        InjectionOutcome.Unfinished => "it ends inside a comment or a tag",
        _ => "it broke off before its head",
    };
}
