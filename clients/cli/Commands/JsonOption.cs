using System.CommandLine;

namespace Bridge.Cli.Commands;

/// <summary>The option of every command that has an answer for scripts.</summary>
internal static class JsonOption
{
    public static Option<bool> AddTo(Command command, string whatALineIs)
    {
        var option = new Option<bool>("--json") { Description = $"Print JSON for scripts: {whatALineIs}, one a line." };
        command.Options.Add(option);
        return option;
    }
}
