namespace Syntra.Topology.Posting.Rules;

/// <summary>What a rule says about one kind of posting.</summary>
internal enum HoldMode
{
    /// <summary>It goes straight on.</summary>
    Post,

    /// <summary>A person decides, always.</summary>
    Hold,

    /// <summary>A person decides where the money effect is above the rule's thresholds.</summary>
    HoldAbove,
}
