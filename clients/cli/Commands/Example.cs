namespace Bridge.Cli.Commands;

/// <summary>An example in a help text.</summary>
/// <param name="Line">What to type.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record Example(string Line, string Meaning);
