use super::*;
use expect_test::expect;

#[test]
fn every_field_has_a_schema() {
    for kind in Kind::ALL {
        let schema = of_kind(kind);
        let properties = schema.get("properties").and_then(Value::as_object).expect("properties");
        let names: Vec<_> = record::fields(kind).iter().map(|field| field.name).collect();
        assert_eq!(properties.keys().map(String::as_str).collect::<Vec<_>>(), names);
    }
    let examples = of_site().pointer("/properties/menu/examples").cloned();
    assert_eq!(examples, Some(json!([[{ "section": "news" }, { "page": "about", "title": "联盟概况" }]])));
    assert_eq!(of_site().get("required"), Some(&json!(["title", "base_url"])));
}

#[test]
fn a_schema_reads_like_the_description() {
    let schema = of_kind(Kind::Partner);
    let role = schema.get("properties").and_then(|properties| properties.get("role"));
    expect![[r#"
        {
          "title": "职务 · role",
          "description": "在联合体中的职务\n\nrole in the alliance",
          "anyOf": [
            {
              "type": "string",
              "enum": [
                "lead",
                "council",
                "member"
              ],
              "enumDescriptions": [
                "牵头单位 · lead",
                "理事单位 · council",
                "成员单位 · member"
              ]
            },
            {
              "type": "null"
            },
            {
              "const": ""
            }
          ]
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&role).expect("JSON"));
    expect![[r#"
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "huimeng: content/glossary.yaml",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "object",
            "properties": {
              "keep": {
                "title": "不转换 · keep",
                "description": "true 表示这个词从不转换\n\ntrue: the word is never converted",
                "anyOf": [
                  {
                    "type": "boolean"
                  },
                  {
                    "type": "null"
                  },
                  {
                    "const": ""
                  }
                ]
              },
              "kind": {
                "title": "词类 · kind of word",
                "description": "name 和 place 在没有写出的语言里只逐字转换，不换用当地的说法\n\nname and place: by characters only in languages that are not given, never by regional vocabulary",
                "examples": [
                  "name"
                ],
                "anyOf": [
                  {
                    "type": "string",
                    "enum": [
                      "name",
                      "term",
                      "place"
                    ],
                    "enumDescriptions": [
                      "人名、机构名 · name of a person or body",
                      "用语 · term",
                      "地名 · place"
                    ]
                  },
                  {
                    "type": "null"
                  },
                  {
                    "const": ""
                  }
                ]
              },
              "context": {
                "title": "上下文 · context",
                "description": "只有前后文字相符时才算这个词\n\nthe word counts only where the text beside it is this",
                "examples": [
                  {
                    "after": [
                      "额",
                      "款"
                    ]
                  }
                ],
                "anyOf": [
                  {
                    "anyOf": [
                      {
                        "type": "object",
                        "properties": {
                          "before": {
                            "title": "前文 · text before",
                            "description": "紧接在前面的文字，可以是几个中的一个\n\nwhat stands directly before the word; one of several",
                            "anyOf": [
                              {
                                "anyOf": [
                                  {
                                    "type": [
                                      "string",
                                      "number",
                                      "boolean"
                                    ]
                                  },
                                  {
                                    "type": "array",
                                    "items": {
                                      "type": [
                                        "string",
                                        "number",
                                        "boolean"
                                      ]
                                    },
                                    "minItems": 1
                                  }
                                ]
                              },
                              {
                                "type": "null"
                              },
                              {
                                "const": ""
                              }
                            ]
                          },
                          "after": {
                            "title": "后文 · text after",
                            "description": "紧接在后面的文字，可以是几个中的一个\n\nwhat stands directly behind the word; one of several",
                            "anyOf": [
                              {
                                "anyOf": [
                                  {
                                    "type": [
                                      "string",
                                      "number",
                                      "boolean"
                                    ]
                                  },
                                  {
                                    "type": "array",
                                    "items": {
                                      "type": [
                                        "string",
                                        "number",
                                        "boolean"
                                      ]
                                    },
                                    "minItems": 1
                                  }
                                ]
                              },
                              {
                                "type": "null"
                              },
                              {
                                "const": ""
                              }
                            ]
                          }
                        },
                        "additionalProperties": false
                      },
                      {
                        "type": "null"
                      }
                    ]
                  },
                  {
                    "type": "null"
                  },
                  {
                    "const": ""
                  }
                ]
              },
              "note": {
                "title": "备注 · note",
                "description": "给编辑看的备注，从不发布\n\na remark for editors, never published",
                "anyOf": [
                  {
                    "type": [
                      "string",
                      "number",
                      "boolean"
                    ]
                  },
                  {
                    "type": "null"
                  },
                  {
                    "const": ""
                  }
                ]
              },
              "reviewed": {
                "title": "核定 · reviewed",
                "description": "核定人和日期；核定过的词条不再提示多余\n\nwho approved it and when; such an entry is not called redundant",
                "examples": [
                  "张三 2024-05-16"
                ],
                "anyOf": [
                  {
                    "type": [
                      "string",
                      "number",
                      "boolean"
                    ]
                  },
                  {
                    "type": "null"
                  },
                  {
                    "const": ""
                  }
                ]
              }
            },
            "propertyNames": {
              "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$|^keep$|^kind$|^context$|^note$|^reviewed$"
            },
            "additionalProperties": {
              "type": [
                "string",
                "number",
                "boolean"
              ]
            }
          }
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&of_glossary()).expect("JSON"));
}
