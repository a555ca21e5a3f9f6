namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>Runs alone: these tests measure the whole process's memory and processor time, which others' work would be counted into.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzCollection
{
    public const string Name = "fuzz";
}
