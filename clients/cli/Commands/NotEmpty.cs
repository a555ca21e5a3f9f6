using System.CommandLine;

namespace Bridge.Cli.Commands;

/// <summary>Refuses an empty text, as an unset variable of a shell leaves it.</summary>
internal static class NotEmpty
{
    public static void Require(Option<string?> option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
        {
            result.AddError($"{option.Name} is empty: leave it out for its default.");
        }
    });
}
