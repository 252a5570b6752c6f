"""What every register uses: row stamps, lists with pages, inputs of operations, export."""
