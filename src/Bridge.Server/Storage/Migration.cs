namespace Bridge.Server.Storage;

/// <summary>
/// One step of a feature's part of the schema. A step that has shipped never changes: the next change is the next version.
/// </summary>
/// <param name="Feature">Whose tables these are, such as <c>journal</c>.</param>
/// <param name="Version">Counts from 1 without gaps, within the feature.</param>
/// <param name="Sql">One or more statements; they run in a transaction together with the note that they ran.</param>
internal sealed record Migration(string Feature, int Version, string Sql);
