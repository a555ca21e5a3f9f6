using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Bridge.Cli.Commands;

/// <summary>A mistyped option, which the parser takes for an argument: refused, so that it isn't evaluated or opened on a phone.</summary>
internal static partial class MistypedOption
{
    /// <summary>Refuses words that look like an option as values of an argument.</summary>
    public static void Refuse<T>(Argument<T> argument) => argument.Validators.Add(result =>
    {
        if (Of(result) is { } word)
        {
            result.AddError($"'{word}' is not an option.");
        }
    });

    /// <summary>The first refused word of a command line.</summary>
    public static string? In(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().Where(result => result.Errors.Any()).Select(Of).FirstOrDefault(word => word is not null);

    private static string? Of(ArgumentResult result) => result.Tokens.Select(token => token.Value).FirstOrDefault(word => OptionLike().IsMatch(word));

    [GeneratedRegex("^--?[A-Za-z][A-Za-z-]*(=.*)?$")]
    private static partial Regex OptionLike();
}
